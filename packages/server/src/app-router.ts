import { accessRouter } from "./access/access-router.ts";
import { bindingRouter } from "./access/binding-router.ts";
import { restrictionRouter } from "./access/restriction-router.ts";
import { roleRouter } from "./access/role-router.ts";
import { auditRouter } from "./audit/audit-router.ts";
import { uploadRouter } from "./datasets/upload-router.ts";
import { deliveryRouter } from "./delivery/delivery-router.ts";
import { readNextSteps } from "./demo/next-steps-reading.ts";
import { emergencyRouter } from "./emergencies/emergency-router.ts";
import { createHomeRouter } from "./home/home-router.ts";
import { groupRouter } from "./identity/group-router.ts";
import { invitationRouter } from "./identity/invitation-router.ts";
import { keyRouter } from "./identity/key-router.ts";
import { memberRouter } from "./identity/member-router.ts";
import { organizationRouter } from "./identity/organization-router.ts";
import { serviceAccountRouter } from "./identity/service-account-router.ts";
import { sessionRouter } from "./identity/session-router.ts";
import { manifestRouter } from "./manifest/manifest-router.ts";
import { notificationRouter } from "./notifications/notification-router.ts";
import { listNotifications } from "./notifications/notification-service.ts";
import { policyRouter } from "./releases/policy-router.ts";
import { releaseRouter } from "./releases/release-router.ts";
import { listReleases } from "./releases/release-service.ts";
import { listRequests } from "./releases/request-list.ts";
import { getRequest, seesRequest } from "./releases/request-reading.ts";
import { requestRouter } from "./releases/request-router.ts";
import { treeRequestRouter } from "./releases/tree-request-router.ts";
import { folderRouter } from "./resources/folder-router.ts";
import { resourceRouter } from "./resources/resource-router.ts";
import { getResource } from "./resources/resource-service.ts";
import { versionRouter } from "./resources/version-router.ts";
import { workspaceRouter } from "./resources/workspace-router.ts";
import { router } from "./rpc/procedure.ts";
import { createSearchRouter } from "./search/search-router.ts";

/** Every procedure of the server, one noun a member. */
export const appRouter = router({
  session: sessionRouter,
  organization: organizationRouter,
  member: memberRouter,
  invitation: invitationRouter,
  group: groupRouter,
  serviceAccount: serviceAccountRouter,
  key: keyRouter,
  role: roleRouter,
  binding: bindingRouter,
  restriction: restrictionRouter,
  access: accessRouter,
  manifest: manifestRouter,
  audit: auditRouter,
  search: createSearchRouter({ seesRequest }),
  home: createHomeRouter({
    listRequests,
    getRequest,
    listReleases,
    listNotifications,
    getResource,
    nextSteps: readNextSteps,
  }),
  workspace: workspaceRouter,
  folder: folderRouter,
  resource: resourceRouter,
  release: releaseRouter,
  request: requestRouter,
  treeRequest: treeRequestRouter,
  policy: policyRouter,
  emergency: emergencyRouter,
  notification: notificationRouter,
  version: versionRouter,
  delivery: deliveryRouter,
  upload: uploadRouter,
});

export type AppRouter = typeof appRouter;
