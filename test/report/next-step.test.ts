import { expect, test } from 'vitest';
import { Folder } from '../harness/folder.js';
import { goodRows, header, mobileOf } from '../harness/job.js';
import { runImport } from '../harness/program.js';
import { environmentAt, withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };
const row = (name: string, at: number, owner = 'manager4220'): string =>
  `${name},${mobileOf(at)},86,${owner},1561077310`;

/** What the summary says of each file, imported one after the other with one ledger. */
async function closings(
  files: readonly string[],
  options: readonly string[] = [],
): Promise<readonly string[]> {
  const texts: string[] = [];
  await withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    for (const csv of files) {
      await folder.write('x.csv', csv);
      const { stdout } = await runImport(['x.csv', ...options], {
        cwd: folder.path,
        environment: environmentAt(sandbox.url.origin),
      });
      texts.push(stdout.replaceAll('\n', ' '));
    }
  });
  return texts;
}

test.concurrent('that every row is in DingTalk is said with how it is known', async () => {
  const [first = '', again = ''] = await closings([goodRows(3), `${goodRows(3)}${row('联系人1', 1)}\n`]);
  expect(first).toContain('Every row is in DingTalk: 3 made now. There is nothing left to do.');
  expect(again).toContain('3 known from earlier runs, 1 with the phone of an earlier row. There is nothing');
  expect(again).toContain('created by the importer: 0 now, 3 in earlier runs');
});

test.concurrent('a changed row is not said to be in DingTalk', async () => {
  const [, changed = ''] = await closings([
    [header, row('张一', 1), row('张二', 2)].join('\n'),
    [header, row('张一', 1), row('李二', 2)].join('\n'),
  ]);
  expect(changed).not.toContain('Every row is in DingTalk');
  expect(changed).not.toContain('nothing left to do');
  expect(changed).toContain('changed: name in 1 row.');
  expect(changed).toContain('1 row changed since it was sent');
});

test.concurrent('a phone with two names is not said to be all right', async () => {
  const [text = ''] = await closings([[header, row('张一', 1), row('李二', 1)].join('\n')]);
  expect(text).not.toContain('nothing left to do');
  expect(text).toContain("Check the 1 phone that may be somebody else's.");
  expect(text).toContain('skipped, same phone, other name');
});

test.concurrent('a file without rows is not said to be in DingTalk', async () => {
  const [text = ''] = await closings([`${header}\n`]);
  expect(text).toContain('The file has no rows, so there was nothing to do. Check the export.');
});

test.concurrent('a file with fewer rows than expected is refused, and nothing is sent', async () => {
  await using folder = await Folder.create();
  await folder.write('x.csv', goodRows(3));
  const done = await runImport(['x.csv', '--min-rows', '100'], { cwd: folder.path });
  expect(done.exitCode).toBe(2);
  expect(done.stderr).toContain('x.csv: it has 3 rows, and --min-rows asks for 100 or more.');
});

test.concurrent(
  'what was understood of the file is shown: fields, their columns and values, and columns not used',
  async () => {
    const csv = [
      'First Name,Last Name,Mobile,Phone,Country,Tags,Fax Number',
      `Lea,Moor,${mobileOf(1)},,China,VIP,`,
    ];
    const set = ['--set', 'follower_user_id=manager4220', '--set', 'label_ids=1561077310'];
    const [text = ''] = await closings([csv.join('\n')], [...set, '--dry-run']);
    for (const line of [
      'name              from First Name+Last Name',
      'mobile            from Mobile, else Phone',
      "state_code        from the phone's own code, else Country",
      'follower_user_id  from --set follower_user_id=manager4220',
      'label_ids         from Tags (looked up), else --set label_ids=1561077310',
      'not used: Fax Number',
    ])
      expect(text).toContain(line);
  },
);
