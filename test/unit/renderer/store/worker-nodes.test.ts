import { expect, it } from 'vitest';
import { DrawnMachine } from '../../../helpers/drawn-machine.ts';
import { workerNodes } from '../../../../src/renderer/store/worker-nodes.ts';

it('gives a worker the memory node of its processor', async () => {
  const machine = await new DrawnMachine().readTopology(4);
  // Placed on processors 0, 2, 4, 6: the nodes are the first's two and the second's two.
  expect(workerNodes(machine, 4)).toEqual([0, 0, 1, 1]);
  expect(workerNodes(machine, 8)).toEqual(Array(8).fill(-1));
  const [one] = machine.nodes;
  expect(workerNodes({ nodes: one ? [one] : [], placement: [0] }, 2)).toEqual([0, 0]);
});
