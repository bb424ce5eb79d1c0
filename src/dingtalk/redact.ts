import { maskPhone } from '../contact/phone.js';
import type { Reply } from './reply.js';

/** A shorter text is no real secret: replaced, it would make messages unreadable. */
const shortestSecret = 8;

/** Whether a secret is long enough to be masked in texts. */
export function isMasked(secret: string): boolean {
  return secret.length >= shortestSecret;
}

/**
 * A reply without secrets and without the whole phone, in its message, code and id: server texts repeat both, a phone perhaps with
 * signs between its digits, and a secret with percent codes.
 */
export function redact(reply: Reply, secrets: Iterable<string>, phone: string): Reply {
  // A server may repeat `+852-91234567` without its country code.
  const forms = [phone, phone.replace(/^.*-/, '')].map((form) => form.replace(/\D/g, ''));
  const clean = (text: string): string => {
    let cleaned = text;
    const digits = text.replace(/\D/g, '');
    for (const form of forms) {
      if (form !== '' && digits.includes(form)) cleaned = cleaned.replace(anyWriting(form), maskPhone);
    }
    for (const secret of secrets) {
      if (isMasked(secret)) cleaned = withoutSecret(cleaned, secret);
    }
    return cleaned;
  };
  const requestId = clean(reply.requestId);
  if (reply.kind === 'success') return { ...reply, requestId };
  // The key of the app that a given token belongs to is not known here, but it is in the texts about it.
  const message = clean(reply.message.replaceAll(/appKey\([^)]*\)/gi, 'appKey(***)'));
  // A short number is a code, even where it is also somebody's phone.
  if (/^-?\d{1,6}$/.test(reply.code)) return { ...reply, requestId, message };
  const entry = { ...reply.entry, meaning: clean(reply.entry.meaning) };
  return { ...reply, requestId, message, code: clean(reply.code), entry };
}

/** Matches these digits with up to two signs between them, e.g. `138_1234_5678`. */
function anyWriting(digits: string): RegExp {
  return new RegExp(digits.replace(/(?!^)/g, '[^\\p{L}\\p{N}]{0,2}'), 'gu');
}

function withoutSecret(text: string, secret: string): string {
  const plain = text.replaceAll(secret, '***');
  const coded = encodeURIComponent(secret);
  if (coded === secret || !plain.includes('%')) return plain;
  const inSmallLetters = coded.replace(/%../g, (code) => code.toLowerCase());
  return plain.replaceAll(coded, '***').replaceAll(inSmallLetters, '***');
}
