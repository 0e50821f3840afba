import type { Unsubscribe } from './transport.ts';

/** The receiving half that every carrier shares: keeps messages until there is a listener, reports the close once. */
export class Inlet {
  private readonly early: unknown[] = [];
  private readonly closeListeners = new Set<(reason: string) => void>();
  private listener: ((message: unknown) => void) | undefined;
  private closeReason: string | undefined;

  get closed(): boolean {
    return this.closeReason !== undefined;
  }

  deliver(message: unknown): void {
    if (this.closed) return;
    if (this.listener) this.listener(message);
    else this.early.push(message);
  }

  onMessage(listener: (message: unknown) => void): Unsubscribe {
    this.listener = listener;
    for (const message of this.early.splice(0)) listener(message);
    return () => {
      if (this.listener === listener) this.listener = undefined;
    };
  }

  onClose(listener: (reason: string) => void): Unsubscribe {
    if (this.closeReason !== undefined) {
      listener(this.closeReason);
      return () => undefined;
    }
    this.closeListeners.add(listener);
    return () => this.closeListeners.delete(listener);
  }

  close(reason: string): void {
    if (this.closeReason !== undefined) return;
    this.closeReason = reason;
    const listeners = [...this.closeListeners];
    this.closeListeners.clear();
    for (const listener of listeners) listener(reason);
  }
}
