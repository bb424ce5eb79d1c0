import type { Summary } from './summary.js';
import { commandLine } from './text.js';

/** What to do after a run, and the command for it, where there is one. */
export interface NextStep {
  readonly words: string;
  readonly command: string | undefined;
}

/** `command` is the command line without the program, as it was typed. */
export function nextStep(
  { rows, counts, stopped, price, shard, otherToken, known }: Summary,
  {
    sandbox,
    command,
    input,
  }: { readonly sandbox: boolean; readonly command: readonly string[]; readonly input: string },
): NextStep {
  const again = commandLine(command);
  if (sandbox) {
    return {
      words:
        'Nothing reached DingTalk. For the real import, set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, and run:',
      command: commandLine(command, ['--sandbox', '--dry-run']),
    };
  }
  if (stopped?.kind === 'fatal' || stopped?.kind === 'unrecordable' || stopped?.kind === 'unreadable')
    return { words: 'Solve that, then run the same command again:', command: again };
  if (stopped?.kind === 'limit' && stopped.option === '--limit') {
    return {
      words: 'Check these rows in DingTalk. If they are right, run this for the rest:',
      command: commandLine(withoutOption(command, '--limit')),
    };
  }
  if (stopped !== undefined) return { words: 'To go on, run the same command again:', command: again };
  if (counts.invalid > 0) {
    return {
      words: `Fix the invalid rows in ${input} (import_error in the results says what is wrong), then run the same command again:`,
      command: again,
    };
  }
  if (price !== undefined && counts.pending > 0)
    return {
      words: 'Nothing was created. For the import, run:',
      command: commandLine(command, ['--dry-run']),
    };
  if (counts.failed + counts.unknown + counts.pending > 0)
    return { words: 'To try the rest again, run the same command again:', command: again };
  if (otherToken === true && known > 0)
    return { words: 'By the ledger there is nothing left to do.', command: undefined };
  if (rows === 0)
    return {
      words: 'The file has no rows, so there was nothing to do. Check the export.',
      command: undefined,
    };
  const every = shard === undefined ? 'Every row' : 'Every row of this shard';
  return { words: `${every} is in DingTalk; there is nothing left to do.`, command: undefined };
}

/** The command line without an option and its value, written with a space or with "=". */
function withoutOption(command: readonly string[], option: string): readonly string[] {
  return command.filter(
    (word, at) => word !== option && !word.startsWith(`${option}=`) && command[at - 1] !== option,
  );
}
