/** Version of the wire: raised whenever an envelope, a command, a topic or a frame changes incompatibly. */
export const PROTOCOL_VERSION = 1;
