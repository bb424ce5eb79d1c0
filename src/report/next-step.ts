import type { Summary } from './tally.js';
import { commandLine } from './text.js';

/** What is to be done after a run, in words, and the command for it where there is one. */
export interface NextStep {
  readonly words: string;
  readonly command: string | undefined;
}

/** `command` is the command line without the program, as it was typed. */
export function nextStep(
  { counts, stopped, price, shard }: Summary,
  {
    sandbox,
    command,
    input,
  }: { readonly sandbox: boolean; readonly command: readonly string[]; readonly input: string },
): NextStep {
  const again = commandLine(command);
  const unsettled = counts.failed + counts.unknown + counts.pending;
  if (sandbox) {
    return {
      words:
        'Nothing reached DingTalk. For the real import set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, and type:',
      command: commandLine(command, ['--sandbox', '--dry-run']),
    };
  }
  if (stopped?.kind === 'fatal' || stopped?.kind === 'unrecordable')
    return { words: 'Once that is mended, type the same again:', command: again };
  if (stopped?.kind === 'limit' && stopped.option === '--limit') {
    return {
      words: 'Once these are right, type this for the rest:',
      command: commandLine(withoutOption(command, '--limit')),
    };
  }
  if (stopped?.kind === 'limit') return { words: 'To go on from here, type the same again:', command: again };
  if (counts.invalid > 0) {
    return {
      words: `Mend the invalid rows in ${input} (the results name each fault), then type the same again:`,
      command: again,
    };
  }
  if (price !== undefined && counts.pending > 0) {
    return {
      words: 'Nothing was created. For the import itself type:',
      command: commandLine(command, ['--dry-run']),
    };
  }
  if (unsettled > 0) return { words: 'To try the rest again, type the same:', command: again };
  const rows = shard === undefined ? 'Every row' : 'Every row of this shard';
  return { words: `${rows} is in DingTalk; there is nothing left to do.`, command: undefined };
}

/** The command line without an option and its value, whichever way they were typed. */
function withoutOption(command: readonly string[], option: string): readonly string[] {
  return command.filter(
    (word, at) => word !== option && !word.startsWith(`${option}=`) && command[at - 1] !== option,
  );
}
