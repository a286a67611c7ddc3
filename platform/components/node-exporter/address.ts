/** Where node-exporter listens, on the address of each node. */
export const NODE_EXPORTER_PORT = 9100;
