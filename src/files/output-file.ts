import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.js';
import { Claim, type Claimant } from './claim.js';

/** Mode of new files: they hold personal data. */
const privateMode = 0o600;

/**
 * A file that others see only when it is complete: it is written under a temporary name of its own beside it, and `publish`
 * gives it its name in one step. It is claimed meanwhile, so two runs never publish one file.
 */
export class OutputFile implements AsyncDisposable {
  readonly #path: string;
  readonly #claim: Claim;
  readonly #file: FileHandle;
  #isOpen = true;
  /** The name under which it is written. */
  readonly partial: string;
  /** Keep what was written where it was not published. */
  keep = false;

  private constructor(path: string, claim: Claim, partial: string, file: FileHandle) {
    this.#path = path;
    this.#claim = claim;
    this.partial = partial;
    this.#file = file;
  }

  /**
   * Claims the file, removes what killed runs have left of it, and opens the temporary file. A new file has mode 0600; one that
   * replaces another gets that one's mode. Throws what `Claim.take` throws, and the errors of the operating system.
   */
  static async open(path: string, claimant: Claimant): Promise<OutputFile> {
    const claim = await Claim.take(path, claimant);
    try {
      await removeLeftovers(path, claimant.input);
      const partial = `${path}.${randomBytes(6).toString('hex')}.partial`;
      const mode = await stat(path).then(
        (found) => found.mode & 0o777,
        () => privateMode,
      );
      const file = await open(partial, 'wx', privateMode);
      await file.chmod(mode);
      return new OutputFile(path, claim, partial, file);
    } catch (error) {
      await claim[Symbol.asyncDispose]();
      throw error;
    }
  }

  async write(text: string): Promise<void> {
    await this.#file.writeFile(text);
  }

  /** Gives the file its name, in place of an earlier one. Throws a `UserError` (exit code 3) if another run has the name now. */
  async publish(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
    this.#isOpen = false;
    if (!this.#claim.isHeld()) throw lost(this.#path, this.partial);
    await rename(this.partial, this.#path);
  }

  /** Closes the file, removes it where it was not published and not to be kept, and gives the name free. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOpen) await this.#file.close().catch(() => undefined);
    if (!this.keep) await rm(this.partial, { force: true }).catch(() => undefined);
    await this.#claim[Symbol.asyncDispose]();
  }
}

/**
 * Removes the temporary files of runs that were killed, those of a take-over among them: while this run has the claim, no other is
 * alive. The input of this run may be one of them, for somebody wants its lines.
 */
async function removeLeftovers(path: string, input: string | undefined): Promise<void> {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  for (const name of await readdir(folder)) {
    const isLeftover =
      name.startsWith(start) && /^(?:[\da-f]{12}\.partial|lock\.[\da-f]{32})$/.test(name.slice(start.length));
    if (isLeftover && !(await isOneFile(join(folder, name), input)))
      await rm(join(folder, name), { force: true });
  }
}

async function isOneFile(path: string, other: string | undefined): Promise<boolean> {
  if (other === undefined) return false;
  const [one, two] = await Promise.all([stat(path), stat(other)]);
  return one.dev === two.dev && one.ino === two.ino;
}

function lost(path: string, partial: string): UserError {
  return new UserError(
    `${path}: another run has taken this file, because this one stood still for more than 10 s. What this run wrote is in ${partial}.`,
    ['The ledger has what was done. Wait until the other run ends. Then run the same command again.'],
    3,
  );
}
