import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { built, member, pinned } from './measure.js';

/** What the server saw since it was last asked: creates in all, and the most within any one second. */
export interface Seen {
  readonly creates: number;
  readonly busiest: number;
}

/** The server in a process of its own, on its own core where there are two. */
export interface StandIn extends AsyncDisposable {
  readonly origin: string;
  /** Runs a client, and tells what the server saw of it. */
  watch<Result>(client: () => Promise<Result>): Promise<readonly [Result, Seen]>;
}

export async function startServer(): Promise<StandIn> {
  const [program = '', ...args]: readonly string[] = [
    ...pinned('server'),
    process.execPath,
    built('server.js'),
  ];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let port = '';
  for await (const line of createInterface({ input: child.stdout })) {
    port = line;
    break;
  }
  const origin = `http://127.0.0.1:${port}`;
  const seen = async (): Promise<Seen> => {
    const counts: unknown = await (await fetch(`${origin}/seen`)).json();
    return { creates: member(counts, 'creates'), busiest: member(counts, 'busiest') };
  };
  return {
    origin,
    watch: async (client) => {
      const before = await seen();
      const result = await client();
      const after = await seen();
      return [result, { ...after, creates: after.creates - before.creates }];
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
