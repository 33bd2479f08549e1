-- Opens a file in Neovim with envlint as its language server, does what a person does, and prints what it saw as JSON.
-- The environment says with what: ENVLINT_SERVER (its command, as JSON), ENVLINT_ROOT, ENVLINT_FILE.
local server = vim.fn.json_decode(vim.env.ENVLINT_SERVER)
local seen = {}

local function codes(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, diagnostic.code or diagnostic.user_data.lsp.code)
  end
  return found
end

local function wait_for_count(buffer, count)
  local done = vim.wait(15000, function() return #vim.diagnostic.get(buffer) == count end, 10)
  assert(done, 'expected ' .. count .. ' diagnostics, got ' .. vim.inspect(vim.diagnostic.get(buffer)))
end

local function main()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.ENVLINT_FILE))
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({
    name = 'envlint',
    cmd = server,
    root_dir = vim.env.ENVLINT_ROOT,
    workspace_folders = { { uri = vim.uri_from_fname(vim.env.ENVLINT_ROOT), name = 'project' } },
  })
  vim.lsp.buf_attach_client(buffer, client)

  wait_for_count(buffer, 1)
  local found = vim.diagnostic.get(buffer)[1]
  seen.codes = codes(buffer)
  seen.marked = vim.api.nvim_buf_get_text(buffer, found.lnum, found.col, found.end_lnum, found.end_col, {})[1]

  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  local place = vim.lsp.util.make_position_params(0, 'utf-16')
  local hover = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', place, 15000)[client]
  seen.hover = hover.result.contents.value

  local range = { start = place.position, ['end'] = place.position }
  local asked = { textDocument = place.textDocument, range = range, context = { diagnostics = {} } }
  local actions = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', asked, 15000)[client].result
  for _, action in ipairs(actions) do
    if action.title:match('^Ignore this') then
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    end
  end
  seen.line = vim.api.nvim_buf_get_lines(buffer, found.lnum, found.lnum + 1, true)[1]
  wait_for_count(buffer, 0)

  vim.cmd('undo')
  wait_for_count(buffer, 1)
end

local done, trouble = pcall(main)
seen.trouble = not done and tostring(trouble) or nil
io.stdout:write(vim.fn.json_encode(seen))
vim.cmd('qall!')
