import assert from "node:assert/strict";
import { test } from "node:test";
import { explanation, serverCommand } from "../src/server";

test("the command is the user's, with the folder filled in", () => {
  const settings = { enable: true, path: " ${workspaceFolder}/.venv/bin/envlint " };
  assert.deepEqual(serverCommand(settings, "/home/me/shop"), {
    command: "/home/me/shop/.venv/bin/envlint",
    args: ["lsp"],
  });
});

for (const settings of [
  { enable: false, path: "envlint" },
  { enable: true, path: " " },
]) {
  test(`nothing is started with ${JSON.stringify(settings)}`, () => {
    assert.equal(serverCommand(settings, undefined), null);
  });
}

test("a command that is missing is explained", () => {
  assert.match(explanation("envlint", new Error("spawn envlint ENOENT")), /not found as "envlint".*envlint\.path/);
});

test("another fault is told in its own words", () => {
  assert.equal(explanation("x", "boom"), 'envlint could not be started as "x": boom');
});
