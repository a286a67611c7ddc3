/** The pods that ask for the numbers by which workloads are scaled. */
export const kedaOperator = { namespace: 'keda', labels: { app: 'keda-operator' } } as const;
