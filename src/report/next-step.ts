import type { Summary } from './summary.js';
import { commandLine, plural } from './text.js';

/** What to do after a run, and the command for it, where there is one. */
export interface NextStep {
  readonly words: string;
  readonly command: string | undefined;
}

/** What the next step names besides the summary's figures; `command` is the command line without the program, as it was typed. */
export interface NextStepContext {
  readonly sandbox: boolean;
  readonly command: readonly string[];
  readonly input: string;
}

/** What to do next: what stopped the run, or is open, comes before what has to be looked at. */
export function nextStep(summary: Summary, context: NextStepContext): NextStep {
  const { newValues } = summary;
  if (newValues !== undefined && newValues.values > 0)
    return {
      words: `Fill in the column "to" of ${newValues.path}, then run the same command again:`,
      command: commandLine(context.command),
    };
  if (context.sandbox) {
    return {
      words:
        'Nothing reached DingTalk. For the real import, set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, and run:',
      command: commandLine(context.command, ['--sandbox', '--dry-run']),
    };
  }
  return afterStop(summary, context) ?? afterOpenRows(summary, context) ?? afterAll(summary, context);
}

function afterStop({ stopped }: Summary, { command }: NextStepContext): NextStep | undefined {
  const again = commandLine(command);
  switch (stopped?.kind) {
    case undefined:
      return undefined;
    case 'fatal':
    case 'unrecordable':
    case 'unreadable':
      return { words: 'Solve that, then run the same command again:', command: again };
    case 'interrupted':
      return { words: 'To go on, run the same command again:', command: again };
    case 'limit':
      return stopped.option === '--limit'
        ? {
            words: 'Check these rows in DingTalk. If they are right, run this for the rest:',
            command: commandLine(withoutOptions(command, ['--limit'])),
          }
        : { words: 'To go on, run the same command again:', command: again };
  }
}

/** Rows that have to be corrected, sent, or tried again. */
function afterOpenRows(
  { counts, price, rejects, ledger }: Summary,
  { command, input }: NextStepContext,
): NextStep | undefined {
  if (counts.invalid > 0 && rejects !== undefined) {
    const others = withoutOptions(command, ['--rejects', '--output', '-o', '--ledger']);
    return {
      words: `Correct the rows in ${rejects.path} (import_error says what is wrong), and import it with the same ledger:`,
      command: commandLine([
        ...others.map((word) => (word === input ? rejects.path : word)),
        '--ledger',
        ledger,
      ]),
    };
  }
  if (counts.invalid > 0) {
    return {
      words: `Fix the invalid rows in ${input} (import_error in the results says what is wrong), then run the same command again:`,
      command: commandLine(command),
    };
  }
  if (price !== undefined && counts.pending > 0)
    return {
      words: 'Nothing was created. For the import, run:',
      command: commandLine(command, ['--dry-run']),
    };
  if (counts.failed + counts.unknown + counts.pending > 0)
    return {
      words: 'To try the rest again, run the same command again:',
      command: commandLine(command),
    };
  return undefined;
}

/** The end of a run whose contacts are all there, as far as is known. */
function afterAll(summary: Summary, { command }: NextStepContext): NextStep {
  const { rows, counts, shard, otherToken, known, gone, edited, otherNames } = summary;
  if (rows === 0)
    return {
      words: 'The file has no rows, so there was nothing to do. Check the export.',
      command: undefined,
    };
  const look =
    otherNames === 0 ? '' : ` Check the ${plural(otherNames, 'phone')} that may be somebody else's.`;
  if (gone > 0)
    return {
      words: `${plural(gone, 'contact')} seem${gone === 1 ? 's' : ''} to be gone from DingTalk.${look} To make them again, run:`,
      command: commandLine(command, ['--dry-run', '--forget-missing'], ['--forget-missing']),
    };
  if (counts.changed > 0)
    return {
      words: `${plural(counts.changed, 'row')} changed since ${counts.changed === 1 ? 'it was' : 'they were'} sent, or differ${counts.changed === 1 ? 's' : ''} from DingTalk; the contacts there are as they were.${look}`,
      command: undefined,
    };
  if (otherNames > 0) return { words: `Every row's phone is in DingTalk.${look}`, command: undefined };
  if (edited > 0)
    return {
      words: `Every row's contact is in DingTalk. ${plural(edited, 'contact')} ${edited === 1 ? 'was' : 'were'} edited there since, and ${edited === 1 ? 'differs' : 'differ'} from the file; import_note names the fields.`,
      command: undefined,
    };
  if (otherToken === true && known > 0)
    return { words: 'By the ledger there is nothing left to do.', command: undefined };
  const every = shard === undefined ? 'Every row' : 'Every row of this shard';
  return {
    words: `${every} is in DingTalk: ${howKnown(summary)}. There is nothing left to do.`,
    command: undefined,
  };
}

/** How it is known that the contacts are there. */
function howKnown({ counts, earlier, existedAlready, listed }: Summary): string {
  const isEarlier = earlier.created + earlier.skipped;
  const now = counts.created - earlier.created;
  const duplicates = counts.skipped - earlier.skipped - existedAlready;
  const from =
    listed === undefined ? 'known from earlier runs' : "known from earlier runs or the organisation's list";
  const parts = [
    [now, 'made now'],
    [isEarlier, from],
    [existedAlready, 'found there by their phone'],
    [duplicates, 'with the phone of an earlier row'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString('en')} ${words}`)
    .join(', ');
}

/** The command line without some options and their values, written with a space or with "=". */
function withoutOptions(command: readonly string[], options: readonly string[]): readonly string[] {
  const isOne = (word = ''): boolean => options.includes(word);
  return command.filter(
    (word, at) =>
      !isOne(word) && !options.some((option) => word.startsWith(`${option}=`)) && !isOne(command[at - 1]),
  );
}
