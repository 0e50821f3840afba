import { conformance } from './conformance.ts';
import { openSocketPair } from '../helpers/rpc-pairs.ts';

conformance('a WebSocket', openSocketPair);
