/** The pods that ask for the numbers that workloads are scaled by. */
export const kedaOperator = { namespace: 'keda', labels: { app: 'keda-operator' } } as const;
