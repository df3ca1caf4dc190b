/** The parts of the settings that only administrators open, in one chunk. */
export { AiSection } from "./AiSection";
export { InstanceSection } from "./InstanceSection";
export { MailSection } from "./MailSection";
export { MapsSection } from "./MapsSection";
export { MembersSection } from "./MembersSection";
export { ProvidersSection } from "./ProvidersSection";
export { StorageSection } from "./StorageSection";
export { StyleSection } from "./StyleSection";
