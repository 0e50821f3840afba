import { conformance } from './conformance.ts';
import { openMemoryPair } from '../helpers/rpc-pairs.ts';

conformance('a memory pair', openMemoryPair);
