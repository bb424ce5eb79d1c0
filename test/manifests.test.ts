import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { runOf } from './harness/options.js';

const read = async (name: string): Promise<unknown> =>
  parse(await readFile(`fixtures/deploy/${name}`, 'utf8'));
const [compose, cronJob, indexedJob] = await Promise.all(
  ['compose.yaml', 'cronjob.yaml', 'indexed-job.yaml'].map(read),
);

/** The member at the end of a path of names and numbers. */
function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return new Map<string, unknown>(Object.entries(inner)).get(String(name));
  }, value);
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const cronSpec = ['spec', 'jobTemplate', 'spec'];
const endless = [1, 2, 4, 70];
const pods = [
  at(cronJob, [...cronSpec, 'template', 'spec']),
  at(indexedJob, ['spec', 'template', 'spec']),
] as const;

test.each([
  ['Compose', at(compose, ['services', 'import', 'command'])],
  ['the CronJob', at(cronJob, [...cronSpec, 'template', 'spec', 'containers', 0, 'args'])],
  ['the Indexed Job', at(indexedJob, ['spec', 'template', 'spec', 'containers', 0, 'args'])],
])('the command line of %s is one the importer takes', (_, command) => {
  const environment = { JOB_COMPLETION_INDEX: '3' };
  expect(runOf(texts(command), environment)).toMatchObject({ json: true });
});

test('every variable in them is one the importer reads', () => {
  const known = new Set(['DINGTALK_APP_KEY_FILE', 'DINGTALK_APP_SECRET_FILE', 'IMPORT_LEDGER']);
  const names = JSON.stringify([compose, cronJob, indexedJob]).match(/\b(?:IMPORT|DINGTALK)_[A-Z_]+/g) ?? [];
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(known).toContain(name);
  const environment = { IMPORT_LEDGER: '/data/org.ndjson' };
  expect(runOf(['x.csv'], environment)).toMatchObject({ ledger: '/data/org.ndjson' });
});

test('one run at a time, without root, and with time to end in order', () => {
  expect(at(cronJob, ['spec', 'concurrencyPolicy'])).toBe('Forbid');
  const grace = runOf(['x.csv']).grace / 1_000;
  for (const pod of pods) {
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      securityContext: { runAsNonRoot: true },
      containers: [{ securityContext: { readOnlyRootFilesystem: true } }],
    });
    expect(Number(at(pod, ['terminationGracePeriodSeconds']))).toBeGreaterThan(grace);
  }
  expect(parseInt(String(at(compose, ['services', 'import', 'stop_grace_period'])), 10)).toBeGreaterThan(
    grace,
  );
});

test.each(pods.map((pod) => [pod]))(
  'what a container reads is mounted, from a volume that is there',
  (pod) => {
    const names = (value: unknown): readonly unknown[] =>
      Array.isArray(value) ? value.map((item: unknown) => at(item, ['name'])) : [];
    const mounts = at(pod, ['containers', 0, 'volumeMounts']);
    expect(names(mounts)).toEqual(names(at(pod, ['volumes'])));
    const folders = Array.isArray(mounts)
      ? mounts.map((mount: unknown) => String(at(mount, ['mountPath'])))
      : [];
    const paths = JSON.stringify(at(pod, ['containers', 0])).match(/"\/[\w./-]+"/g) ?? [];
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths) expect(folders.some((folder) => path.startsWith(`"${folder}`))).toBe(true);
  },
);

test('exit codes that another run would not change are not tried again', () => {
  const rules = (job: readonly (string | number)[], manifest: unknown): unknown =>
    at(manifest, [...job, 'podFailurePolicy', 'rules', 1]);
  expect(rules(cronSpec, cronJob)).toMatchObject({ action: 'FailJob', onExitCodes: { values: endless } });
  expect(rules(['spec'], indexedJob)).toMatchObject({
    action: 'FailIndex',
    onExitCodes: { values: endless },
  });
  expect(at(indexedJob, ['spec', 'completions'])).toBe(4);
});
