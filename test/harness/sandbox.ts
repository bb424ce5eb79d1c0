import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox, type SandboxSettings } from '../../src/sandbox/server.js';

const program = fileURLToPath(new URL('../../dist/sandbox.js', import.meta.url));

/** Runs a test against a sandbox of its own, and closes it whatever happens. */
export async function withSandbox(
  settings: Partial<SandboxSettings>,
  test: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await using sandbox = await startSandbox(settings);
  await test(sandbox);
}

/** Resolves when a sandbox of this process has seen so many calls to a path. */
export async function untilCalls(sandbox: Sandbox, path: string, count: number): Promise<void> {
  while (sandbox.calls(path) < count) await sleep(5);
}

/** Starts the built sandbox as a process of its own on any free port, and gives its address. */
export async function spawnSandbox(
  flags: readonly string[],
): Promise<{ readonly origin: string } & AsyncDisposable> {
  const child = spawn(process.execPath, [program, '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
    if (origin === undefined) continue;
    const close = async (): Promise<void> => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    };
    return { origin, [Symbol.asyncDispose]: close };
  }
  throw new Error('the sandbox ended before it listened');
}

/** The environment of an importer that is to talk to a sandbox at this address. */
export function environmentAt(origin: string): Readonly<Record<string, string>> {
  return {
    DINGTALK_OAPI_URL: origin,
    DINGTALK_API_URL: origin,
    DINGTALK_APP_KEY: 'sandbox-app-key',
    DINGTALK_APP_SECRET: 'sandbox-app-secret',
  };
}
