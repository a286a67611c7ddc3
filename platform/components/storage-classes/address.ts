/** The class of every volume that a claim in this repository asks for. */
export const ENCRYPTED_VOLUMES = 'gp3-encrypted';
