import type { CommandName, CommandResult, Params } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/errors.ts';

/** Asks the host; rejects with an Error that is also a Failure. */
export type HostCall = <K extends CommandName>(
  command: K,
  params: Params<K>,
) => Promise<CommandResult<K>>;

let present: HostCall | undefined;

/** Gives the commands their way to the host: the composition root calls it once. */
export function provideHostCall(call: HostCall): void {
  present = call;
}

/** Asks the host over whatever the composition root provided. */
export const callHost: HostCall = (command, params) => {
  if (!present) throw new Error('No way to the host was provided.');
  return present(command, params);
};

/** The words of a failed call. */
export function failureMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a failed call; undefined for a defect of the page. */
export function failureCode(error: unknown): Failure['code'] | undefined {
  return error instanceof Error && 'code' in error ? (error.code as Failure['code']) : undefined;
}
