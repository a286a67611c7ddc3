/** A failure that its message explains to people: what is wrong and what to do. Printed without a stack trace. */
export class ContractFailure extends Error {}
