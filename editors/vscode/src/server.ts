/** What is started, and what is said where it cannot be. Nothing here knows the editor, so that tests can ask it. */

export interface Settings {
  enable: boolean;
  path: string;
}

export interface Command {
  command: string;
  args: string[];
}

/** The files that a finding may speak of, and so all that may be typed into. */
export const DOCUMENTS = [
  { scheme: "file", pattern: "**/.env*" },
  { scheme: "file", pattern: "**/*.{py,js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,html}" },
  { scheme: "file", pattern: "**/*.{yaml,yml,json,toml,conf,sh}" },
  { scheme: "file", pattern: "**/{Dockerfile,Caddyfile,Procfile,Makefile}*" },
];

/** The command of the server; null where the user has switched it off or named none. */
export function serverCommand(settings: Settings, folder: string | undefined): Command | null {
  const path = settings.path.trim().replaceAll("${workspaceFolder}", folder ?? "");
  return settings.enable && path !== "" ? { command: path, args: ["lsp"] } : null;
}

/** What helps somebody whose server did not start. */
export function explanation(command: string, reason: unknown): string {
  const words = reason instanceof Error ? reason.message : String(reason);
  if (/ENOENT|not found/i.test(words)) {
    return `envlint was not found as "${command}". Install it with its extra "lsp", or set "envlint.path".`;
  }
  return `envlint could not be started as "${command}": ${words}`;
}
