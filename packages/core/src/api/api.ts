import type { UploadApi } from "./dataset-api.ts";
import type { EmergencyApi, NotificationApi } from "./emergency-api.ts";
import type { ManifestApi } from "./manifest-api.ts";
import type {
  GroupApi,
  InvitationApi,
  KeyApi,
  MemberApi,
  OrganizationApi,
  ServiceAccountApi,
  SessionApi,
} from "./principal-api.ts";
import type { AuditApi, HomeApi, PolicyApi, RequestApi } from "./request-api.ts";
import type {
  DeliveryApi,
  FolderApi,
  ReleaseApi,
  ResourceApi,
  SearchApi,
  VersionApi,
  WorkspaceApi,
} from "./resource-api.ts";
import type { AccessApi, BindingApi, RestrictionApi, RoleApi } from "./role-api.ts";
import type { TreeRequestApi } from "./tree-request-api.ts";

/**
 * Everything the server can be asked, one noun a member. The server's router answers it, the client offers it, the
 * console is built on it. Procedure names on the wire are `noun.verb`.
 */
export interface CountersignApi {
  readonly session: SessionApi;
  readonly organization: OrganizationApi;
  readonly member: MemberApi;
  readonly invitation: InvitationApi;
  readonly group: GroupApi;
  readonly serviceAccount: ServiceAccountApi;
  readonly key: KeyApi;
  readonly role: RoleApi;
  readonly binding: BindingApi;
  readonly restriction: RestrictionApi;
  readonly access: AccessApi;
  readonly manifest: ManifestApi;
  readonly workspace: WorkspaceApi;
  readonly folder: FolderApi;
  readonly resource: ResourceApi;
  readonly version: VersionApi;
  readonly release: ReleaseApi;
  readonly delivery: DeliveryApi;
  readonly upload: UploadApi;
  readonly request: RequestApi;
  readonly treeRequest: TreeRequestApi;
  readonly policy: PolicyApi;
  readonly emergency: EmergencyApi;
  readonly notification: NotificationApi;
  readonly audit: AuditApi;
  readonly search: SearchApi;
  readonly home: HomeApi;
}
