import { expect, test } from 'vitest';
import { Folder } from '../harness/folder.js';
import { runOf } from '../harness/options.js';

test('every variable can name a file that holds its value', async () => {
  await using folder = await Folder.create();
  const environment = {
    IMPORT_RATE_FILE: await folder.write('rate', '7\n'),
    IMPORT_JSON_FILE: await folder.write('json', 'yes'),
    IMPORT_MAP_FILE: await folder.write('map', 'name=First+Last\r\nmobile=Cell\r\n'),
    IMPORT_DELIMITER_FILE: await folder.write('delimiter', '\t\n'),
    DINGTALK_OAPI_URL_FILE: await folder.write('oapi', 'https://oapi.dingtalk.com\n'),
    DINGTALK_API_URL_FILE: await folder.write('api', 'https://api.dingtalk.com\n'),
    HTTPS_PROXY_FILE: await folder.write('proxy', 'http://me:secret@proxy.example:3128\n'),
  };
  expect(runOf(['x.csv'], environment)).toMatchObject({
    json: true,
    file: { delimiter: '\t' },
    columns: {
      map: new Map([
        ['name', 'First+Last'],
        ['mobile', 'Cell'],
      ]),
    },
    server: { rate: 7, oapiUrl: { host: 'oapi.dingtalk.com' }, proxies: { https: { port: '3128' } } },
  });
});

test('a file that is missing, empty, no text, or beside a value is refused by its name', async () => {
  await using folder = await Folder.create();
  const empty = await folder.write('empty', '\n');
  const noText = await folder.write('no-text', 'a\0b');
  const read = (environment: Readonly<Record<string, string>>): (() => unknown) => {
    return () => runOf(['x.csv'], environment);
  };
  expect(read({ IMPORT_RATE_FILE: folder.at('none') })).toThrow('IMPORT_RATE_FILE: ');
  expect(read({ IMPORT_RATE_FILE: empty })).toThrow(`IMPORT_RATE_FILE: ${empty} is empty.`);
  expect(read({ IMPORT_OUTPUT_FILE: noText })).toThrow(`IMPORT_OUTPUT_FILE: ${noText} contains a NUL byte`);
  expect(read({ IMPORT_RATE_FILE: empty, IMPORT_RATE: '5' })).toThrow(
    'Both IMPORT_RATE and IMPORT_RATE_FILE are set.',
  );
});
