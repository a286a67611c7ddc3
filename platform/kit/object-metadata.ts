import { ApiObjectMetadataDefinition, type OwnerReference } from 'cdk8s';

/** Metadata that knows whether anything was added after the declaration. */
export class Metadata extends ApiObjectMetadataDefinition {
  isChanged?: boolean;

  /** Has the metadata that cdk8s has made of an object know it. Another one would take as long as the rest of the construct. */
  static watch(metadata: ApiObjectMetadataDefinition): void {
    Object.setPrototypeOf(metadata, Metadata.prototype);
  }

  override addLabel(key: string, value: string): void {
    this.isChanged = true;
    super.addLabel(key, value);
  }

  override addAnnotation(key: string, value: string): void {
    this.isChanged = true;
    super.addAnnotation(key, value);
  }

  override addFinalizers(...finalizers: string[]): void {
    this.isChanged = true;
    super.addFinalizers(...finalizers);
  }

  override addOwnerReference(owner: OwnerReference): void {
    this.isChanged = true;
    super.addOwnerReference(owner);
  }

  override add(key: string, value: unknown): void {
    this.isChanged = true;
    super.add(key, value);
  }
}
