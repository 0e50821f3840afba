import { conformance } from './conformance.ts';
import { openPortPair } from '../helpers/rpc-pairs.ts';

conformance('a MessagePort', openPortPair);
