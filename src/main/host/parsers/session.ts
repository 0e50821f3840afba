import { nothing, parserOf } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

export const sessionParsers = {
  'session.info': parserOf(nothing),
} satisfies Partial<Parsers>;
