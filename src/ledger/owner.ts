import { UserError } from '../user-error.js';
import type { Organisation } from './events.js';
import type { Past } from './replay.js';

/** Whom a ledger is for: the server's address, and what is known of the organisation there. */
export interface LedgerOwner extends Organisation {
  readonly host: string;
}

/**
 * Whether a ledger is known to be of the run's organisation: by its corp id, its app, or its token. A dry run without credentials
 * has nothing to compare. Throws a `UserError` if it is of another server, app or corp id.
 */
export function checkOwner(path: string, { header, organisation }: Past, owner: LedgerOwner): boolean {
  if (header === undefined) return true;
  if (header.host !== owner.host) {
    throw new UserError(
      `${path}: this ledger belongs to ${header.host}, and this run is for ${owner.host}.`,
      ['Give each server a ledger of its own with --ledger.'],
    );
  }
  const { app = header.app === '' ? undefined : header.app, corp, token } = organisation;
  if (corp !== undefined && owner.corp !== undefined) {
    if (corp === owner.corp) return true;
    throw ofAnother(path, 'organisation than the one in DINGTALK_CORP_ID');
  }
  if (app !== undefined && owner.app !== undefined) {
    if (app === owner.app) return true;
    throw ofAnother(path, 'app than the one in DINGTALK_APP_KEY');
  }
  return owner.app === undefined && (owner.token === undefined || owner.token === token);
}

function ofAnother(path: string, whose: string): UserError {
  return new UserError(`${path}: this ledger belongs to another ${whose}.`, [
    'Give each organisation a ledger of its own with --ledger.',
  ]);
}
