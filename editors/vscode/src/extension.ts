import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { DOCUMENTS, explanation, serverCommand } from "./server";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("envlint", { log: true });
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("envlint.restart", () => restart(output)),
    vscode.commands.registerCommand("envlint.showOutput", () => output.show()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("envlint")) {
        void restart(output);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void restart(output)),
  );
  await start(output);
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart(output: vscode.LogOutputChannel): Promise<void> {
  await deactivate();
  await start(output);
}

async function start(output: vscode.LogOutputChannel): Promise<void> {
  const settings = vscode.workspace.getConfiguration("envlint");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = serverCommand(
    { enable: settings.get("enable", true), path: settings.get("path", "envlint") },
    folder,
  );
  if (command === null) {
    return;
  }
  const made = new LanguageClient(
    "envlint",
    "envlint",
    { ...command, transport: TransportKind.stdio },
    { documentSelector: DOCUMENTS, outputChannel: output },
  );
  try {
    await made.start();
    client = made;
  } catch (error) {
    void vscode.window.showErrorMessage(explanation(command.command, error));
  }
}
