import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { StoredContact } from '../src/sandbox/organisation.js';
import { runFixture } from './harness/fixture.js';

/** Exports of CRMs and address books, read without an option but --set: for each row the contact's fields as the sandbox has them. */
const contactsOf: Readonly<Record<string, readonly string[]>> = {
  'dynamics.csv': [
    'created: 86-19900001104 / Otto Beck / Owner / Beck GmbH | Country code 86 taken from the phone.',
  ],
  'freshsales.csv': [
    'created: 44-7700900120 / Ada Kerr / Analyst / Kerr & Sons | Country code 44 taken from the phone. The phone is in no numbering plan known here; the server decides. labels (column "Tags") "a", "b": DingTalk has no such label; the label of --set was taken.',
  ],
  'fxiaoke.csv': ['created: 86-19900001122 / 陶然 / 主管 / 东湖食品 | Country code 86 taken from the phone.'],
  'google-old.csv': [
    'created: 1-2025550117 / Html Hal / Editor / Hal Ltd | Country code 1 taken from the phone.',
  ],
  'google.csv': [
    'created: 1-2025550114 / Amelia Jane Hart / Designer / Hart Studio / 7 Rose Street\nPortland / Prefers mail | Country code 1 taken from the phone.',
    'invalid: mobile (column "Phone 1 - Value") "+1 202-555-0115" and "+1 202-555-0116" are several numbers, and a contact has one phone. Keep one of them.',
  ],
  'hubspot-zh.csv': [
    'created: 86-19900001103 / 叶知秋 / 总经理 / 云帆物流 | Country code 86 taken from the phone.',
  ],
  'hubspot.csv': [
    'created: 86-19900001102 / Max Orth / Logistics lead / Orth Freight | Country code 86 taken from the phone.',
  ],
  'odoo-labels.csv': [
    'created: 86-19900001106 / Ruth Amsel / Planner / Amsel KG | Country code 86 taken from the phone. labels (column "Tags") "A", "B": DingTalk has no such label; the label of --set was taken.',
  ],
  'odoo-technical.csv': [
    'created: 86-19900001105 / Pia Lund / CFO / Lund AB / met at the fair | Country code 86 taken from the phone.',
  ],
  'outlook-gbk.csv': [
    'created: 86-19900001119 / 顾明远 / 技术总监 / 云帆物流 / 成都市天府大道 1 号 / 引荐人：沈若兰 | Country code 86 taken from the phone.',
  ],
  'outlook.csv': [
    'created: 33-639980118 / Gaëlle Brun / Acheteuse / Brun Frères / 3 rue des Lilas, Lyon, 69003, France / salon 2026 | Country code 33 taken from the phone. The phone is in no numbering plan known here; the server decides.',
  ],
  'pipedrive.csv': [
    'created: 1-2025550113 / Bo Tran / Tran, Bo & Co. | Country code 1 taken from the phone.',
  ],
  'salesforce-data-loader.csv': [
    'created: 1-2025550111 / Ida Voss / Buyer / Voss & Daughters | Country code 1 taken from the phone.',
  ],
  'salesforce-report.csv': [
    'created: 44-7700900111 / Nora Quist / Head of Buying / Blue Fern Organics / 12 Mill Lane\nUnit 4, Bristol, BS1 4QA, United Kingdom | Country code 44 taken from the phone. The phone is in no numbering plan known here; the server decides.',
    'created: 86-19900001101 / 沈若兰 / 采购经理 / 远山科技 / 中国浙江省杭州市文三路 99 号 310012 | Country code 86 taken from the phone.',
  ],
  'semicolon.csv': ['created: 49-15123456789 / Jörg Blüm / Blüm KG | Country code 49 taken from the phone.'],
  'wukong.csv': ['created: 86-19900001121 / 江雪 / 经理 / 北辰贸易 / 滨江路 8 号 / 老客户'],
  'zoho.csv': [
    'created: 1-2025550112 / Priya Nair / Partner / Nair Textiles | Country code 1 taken from the phone. labels (column "Tag") "Textile": DingTalk has no such label; the others were taken.',
  ],
};

/** No export has an owner or a label, and only this one's phones have no country code. */
const given = { follower_user_id: 'manager4220', label_ids: '1561077310' };
const withoutCountryCode = ['wukong.csv'];

function fieldsOf(contact: StoredContact): string {
  const { state_code, mobile, name, title, company_name, address, remark } = contact;
  return [`${state_code}-${mobile}`, name, title, company_name, address, remark]
    .filter((text) => text !== '')
    .join(' / ');
}

test.each(Object.entries(contactsOf))('%s', async (file, expected) => {
  const set = withoutCountryCode.includes(file) ? { ...given, state_code: '86' } : given;
  expect(await runFixture(`exports/${file}`, fieldsOf, set)).toEqual(expected);
});

test('each export that is shipped has its expectation', async () => {
  expect((await readdir('fixtures/exports')).sort()).toEqual(Object.keys(contactsOf).sort());
});
