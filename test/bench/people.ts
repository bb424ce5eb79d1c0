import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const surnames = ['沈', '顾', '叶', '江', '陶', 'Voss', 'Amsel', 'Lund'];
const givenNames = ['若兰', '明远', '知秋', '雪', '然', 'Ida', 'Ruth', 'Pia'];
const companies = ['远山科技', '云帆物流', '"Quist, Beck & Co."', 'Lund AB', '东湖食品'];

/** The phone of the invented person with this number, counted from 0; the country code is 86. */
export function mobileOf(person: number): string {
  return String(19_900_000_000 + person);
}

/** As a create call takes them. */
export function contactOf(person: number): object {
  return {
    name: nameOf(person),
    mobile: mobileOf(person),
    state_code: '86',
    follower_user_id: 'manager4220',
    label_ids: [1561077310],
    title: 'Buyer',
    company_name: companyOf(person),
    address: `${1 + (person % 900)} Mill Lane, Bristol`,
  };
}

/** Writes a CSV of so many people with so many different phones, and none with a fault. */
export async function writePeople(path: string, people: number, phones: number): Promise<void> {
  await pipeline(Readable.from(blocks(people, phones)), createWriteStream(path));
}

function* blocks(people: number, phones: number): Generator<string> {
  yield 'name,mobile,state_code,title,company_name,address,follower_user_id,label_ids\n';
  for (let from = 0; from < people; from += 1_000) {
    const size = Math.min(1_000, people - from);
    yield Array.from({ length: size }, (_, at) => lineOf((from + at) % phones)).join('');
  }
}

function lineOf(person: number): string {
  const address = `"${1 + (person % 900)} Mill Lane, Bristol"`;
  return `${nameOf(person)},${mobileOf(person)},86,Buyer,${companyOf(person)},${address},manager4220,1561077310\n`;
}

function nameOf(person: number): string {
  return `${surnames[person % 8] ?? ''} ${givenNames[(person >> 3) % 8] ?? ''}`;
}

function companyOf(person: number): string {
  return companies[person % companies.length] ?? '';
}
