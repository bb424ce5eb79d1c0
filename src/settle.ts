import type { Contact } from './contact/contact.js';
import type { DingTalk } from './dingtalk/connect.js';
import type { Outcome } from './outcome.js';
import type { Stop } from './pace/stop.js';

/** One contact → its outcome: created unless the run has stopped. It never throws for what a server or a network does. */
export function settler(dingtalk: DingTalk, stop: Stop): (contact: Contact) => Promise<Outcome> {
  return (contact) => stop.admit(() => dingtalk.create(contact));
}
