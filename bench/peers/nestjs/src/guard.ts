import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { Reply } from './forms';
import { Tokens } from './tokens';

/** A member of the event: the account's id, and what it may do. */
export interface Member {
  id: string;
  access: string;
}

/** Who asks, and whether they belong to the event. */
@Injectable()
export class Guard {
  private readonly membership: StatementSync;

  constructor(
    @Inject('database') database: DatabaseSync,
    @Inject(Tokens) private readonly tokens: Tokens,
  ) {
    this.membership = database.prepare('SELECT id, access FROM memberships WHERE event = ? AND account = ?');
  }

  /** The caller, or nothing after 401 or 404 was answered. */
  async admit(event: string, authorization: string | undefined, reply: Reply): Promise<Member | undefined> {
    const principal = await this.tokens.verify(authorization);
    if (!principal) {
      reply.code(401).header('WWW-Authenticate', 'Bearer error="invalid_token"').send();
      return undefined;
    }
    const member = this.membership.get(event, principal.account) as unknown as Member | undefined;
    if (!member) {
      reply.code(404).send();
    }
    return member;
  }
}
