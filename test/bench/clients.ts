import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { built, runCommand, runNode, type Run } from './measure.js';
import { contactOf, writePeople } from './people.js';

/** The calls in flight that every client is given, but the one that knows no bound. */
const concurrency = '10';

const importer = fileURLToPath(new URL('../import.js', import.meta.url));
const python = fileURLToPath(new URL('../../test/bench/thread-pool.py', import.meta.url));

/** The programs that are measured, on files of a folder of their own. */
export class Clients {
  readonly #folder: string;
  readonly #origin: string;

  constructor(folder: string, origin: string) {
    this.#folder = folder;
    this.#origin = origin;
  }

  /** A file of so many people with so many different phones, made once. */
  async file(people: number, phones = people): Promise<string> {
    const path = `${this.#folder}/${people}-${phones}.csv`;
    if (!this.#made.has(path)) await writePeople(path, people, phones);
    this.#made.add(path);
    return path;
  }
  readonly #made = new Set<string>();

  /** The importer, with an empty ledger, at `rate` calls a second at most. */
  async importer(people: number, rate = 10_000): Promise<Run> {
    const ledger = `${this.#folder}/ledger.ndjson`;
    await rm(ledger, { force: true });
    const more = ['--ledger', ledger, '--rate', String(rate), '--concurrency', concurrency];
    return this.#import(await this.file(people), more, {
      DINGTALK_OAPI_URL: this.#origin,
      DINGTALK_API_URL: this.#origin,
      DINGTALK_APP_KEY: 'key-of-the-bench',
      DINGTALK_APP_SECRET: 'secret-of-the-bench',
    });
  }

  /** The importer as it reads, checks and writes results, and calls nobody. */
  async dryRun(people: number): Promise<Run> {
    return this.#import(await this.file(people), ['--dry-run'], {});
  }

  /** The same with 10,000 different phones at most: what is known of each phone grows with them, and nothing else may grow. */
  async rehearsal(people: number): Promise<Run> {
    return this.#import(await this.file(people, Math.min(people, 10_000)), ['--dry-run'], {});
  }

  async bareClient(people: number): Promise<Run> {
    return this.#node(['bare-client.js', this.#origin, String(people), concurrency]);
  }

  async bareParser(people: number): Promise<Run> {
    return this.#node(['bare-parser.js', await this.file(people)]);
  }

  async naiveScript(people: number): Promise<Run> {
    return this.#node(['naive-script.js', this.#origin, await this.file(people)]);
  }

  async curl(people: number): Promise<Run> {
    const url = `${this.#origin}/topapi/extcontact/create?access_token=token-of-the-bench`;
    const command = [
      'curl',
      '-s',
      '-o',
      '/dev/null',
      '-H',
      'content-type: application/json',
      '-d',
      '{}',
      url,
    ];
    const bodies = Array.from({ length: people }, (_, person) =>
      JSON.stringify({ contact: contactOf(person) }),
    );
    const around = { standardInput: bodies.join('\0') };
    return runCommand(['xargs', '-0', '-P', concurrency, '-I', '{}', ...command], around);
  }

  async requests(people: number): Promise<Run> {
    return runCommand(['python3', python, this.#origin, await this.file(people), concurrency]);
  }

  async #import(input: string, more: readonly string[], environment: Record<string, string>): Promise<Run> {
    const results = `${this.#folder}/results.csv`;
    const run = await this.#run([importer, input, '--output', results, ...more], environment);
    await rm(results);
    return run;
  }

  #node([name = '', ...args]: readonly string[]): Promise<Run> {
    return this.#run([built(name), ...args], {});
  }

  #run(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<Run> {
    return runNode(command, `${this.#folder}/usage.json`, { environment });
  }
}

/** Whether a program that is only compared with is there. */
export function isThere(command: readonly string[]): boolean {
  const [program = '', ...args] = command;
  return spawnSync(program, args).status === 0;
}
