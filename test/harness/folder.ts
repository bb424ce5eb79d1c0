import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A fresh folder for one test, removed when the test is done with it. */
export class Folder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'import-test-')));
  }

  /** The path of a file in it. */
  at(name: string): string {
    return join(this.path, name);
  }

  /** Writes a file and gives its path. */
  async write(name: string, content: string | Buffer): Promise<string> {
    await writeFile(this.at(name), content);
    return this.at(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** One line of a results file by column name. */
export type ResultLine = Readonly<Record<string, string>>;

/** Reads a results file back with a plain CSV parser that knows nothing of the importer. */
export async function readResults(path: string): Promise<readonly ResultLine[]> {
  const lines: ResultLine[] = parse(await readFile(path), {
    columns: true,
    bom: true,
    relax_column_count: true,
  });
  return lines;
}

/** The cells of a CSV file, header included. */
export async function readCells(path: string): Promise<readonly (readonly string[])[]> {
  const cells: string[][] = parse(await readFile(path), { bom: true, relax_column_count: true });
  return cells;
}

/** How many lines have each value in a column. */
export function countBy(lines: readonly ResultLine[], column: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const value = line[column] ?? '';
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}
