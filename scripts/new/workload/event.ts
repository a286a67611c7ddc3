/** The description of an event of which nobody has said yet what is in it: its identity and time, as every event has. */
export function eventText(queue: string, sender: string): string {
  const words = queue.replaceAll('-', ' ');
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const camel = queue.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return `asyncapi: 3.0.0
info:
  title: ${title}
  version: 1.0.0
  description: What ${sender} has to tell; its team says what that is.
defaultContentType: application/json
channels:
  ${camel}:
    address: ${queue}
    description: The SQS queue of that name in the Terraform output \`queues\`.
    messages:
      ${camel}:
        $ref: "#/components/messages/${camel}"
operations:
  send${camel.charAt(0).toUpperCase()}${camel.slice(1)}:
    action: send
    channel:
      $ref: "#/channels/${camel}"
components:
  messages:
    ${camel}:
      name: ${queue}
      headers:
        type: object
        required: [schemaVersion]
        properties:
          schemaVersion:
            description: Version of this document, as attribute of the message, so that a reader can tell forms apart.
            type: string
            const: 1.0.0
      payload:
        $ref: "#/components/schemas/${camel}"
      examples:
        - headers:
            schemaVersion: 1.0.0
          payload:
            id: 3f0c1a52-7a53-4d0e-9c35-1a1f4f6a7b10
            occurredAt: "2026-11-26T09:00:00Z"
  schemas:
    ${camel}:
      type: object
      required: [id, occurredAt]
      properties:
        id:
          description: Of the event. The same event may arrive twice, and is worked off once.
          type: string
          format: uuid
        occurredAt:
          description: When it happened, in UTC.
          type: string
          format: date-time
`;
}
