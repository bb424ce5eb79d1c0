import { maskPhone } from '../contact/phone.js';
import type { Reply } from './reply.js';

/** A shorter text is no real secret: replaced, it would make messages unreadable. */
const shortestSecret = 8;

/** Whether a secret is long enough to be masked in texts. */
export function isMasked(secret: string): boolean {
  return secret.length >= shortestSecret;
}

/** A reply without secrets and without the whole phone, in its message, code and id: server texts repeat both. */
export function redact(reply: Reply, secrets: Iterable<string>, phone: string): Reply {
  // A server may repeat `+852-91234567` without its country code.
  const forms = new Set([phone, phone.replace(/^.*-/, '')].filter((form) => form !== ''));
  const clean = (text: string): string => {
    let cleaned = text;
    for (const form of forms) cleaned = cleaned.replaceAll(form, maskPhone(form));
    for (const secret of secrets) {
      if (isMasked(secret)) cleaned = cleaned.replaceAll(secret, '***');
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
