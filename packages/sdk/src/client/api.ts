import type { Call, CallOptions, CountersignApi } from "@countersign/core";
import type { AppRouter } from "@countersign/server";
import type { createTRPCClient } from "@trpc/client";
import { callProcedure, type ProcedureEffect } from "../transport/call-procedure.ts";
import type { Send } from "../transport/send.ts";

/**
 * Everything the server can be asked, over the wire. The compiler holds this table against the server's router: a
 * procedure that is missing there, of another kind, or with another input or answer, does not compile.
 */
export function createApi(send: Send, newId: () => string): CountersignApi {
  const rpc = createProcedures(send, newId);
  return {
    session: {
      status: read(rpc.session.status),
      setUp: once(rpc.session.setUp),
      signIn: once(rpc.session.signIn),
      signOut: once(rpc.session.signOut),
      me: read(rpc.session.me),
      changePassword: once(rpc.session.changePassword),
    },
    organization: {
      get: read(rpc.organization.get),
      update: write(rpc.organization.update),
    },
    member: {
      list: read(rpc.member.list),
      get: read(rpc.member.get),
      suspend: write(rpc.member.suspend),
      reactivate: write(rpc.member.reactivate),
      remove: write(rpc.member.remove),
      resetCredential: write(rpc.member.resetCredential),
    },
    invitation: {
      list: read(rpc.invitation.list),
      create: write(rpc.invitation.create),
      revoke: write(rpc.invitation.revoke),
      preview: read(rpc.invitation.preview),
      accept: once(rpc.invitation.accept),
    },
    group: {
      list: read(rpc.group.list),
      get: read(rpc.group.get),
      create: write(rpc.group.create),
      update: write(rpc.group.update),
      delete: write(rpc.group.delete),
      addMember: write(rpc.group.addMember),
      removeMember: write(rpc.group.removeMember),
    },
    serviceAccount: {
      list: read(rpc.serviceAccount.list),
      get: read(rpc.serviceAccount.get),
      create: write(rpc.serviceAccount.create),
      update: write(rpc.serviceAccount.update),
      suspend: write(rpc.serviceAccount.suspend),
      reactivate: write(rpc.serviceAccount.reactivate),
      delete: write(rpc.serviceAccount.delete),
    },
    key: {
      list: read(rpc.key.list),
      create: write(rpc.key.create),
      revoke: write(rpc.key.revoke),
    },
    role: {
      list: read(rpc.role.list),
      get: read(rpc.role.get),
      create: write(rpc.role.create),
      update: write(rpc.role.update),
      delete: write(rpc.role.delete),
      preview: read(rpc.role.preview),
    },
    binding: {
      list: read(rpc.binding.list),
      create: write(rpc.binding.create),
      delete: write(rpc.binding.delete),
    },
    restriction: {
      list: read(rpc.restriction.list),
      create: write(rpc.restriction.create),
      lift: write(rpc.restriction.lift),
    },
    access: {
      check: read(rpc.access.check),
      explain: read(rpc.access.explain),
      whoCan: read(rpc.access.whoCan),
      effective: read(rpc.access.effective),
      slice: read(rpc.access.slice),
      stale: read(rpc.access.stale),
    },
    manifest: {
      plan: read(rpc.manifest.plan),
      applyPlan: write(rpc.manifest.applyPlan),
      export: read(rpc.manifest.export),
    },
    workspace: {
      list: read(rpc.workspace.list),
      get: read(rpc.workspace.get),
      create: write(rpc.workspace.create),
      update: write(rpc.workspace.update),
      archive: write(rpc.workspace.archive),
      restore: write(rpc.workspace.restore),
    },
    folder: {
      list: read(rpc.folder.list),
      create: write(rpc.folder.create),
      rename: write(rpc.folder.rename),
      move: write(rpc.folder.move),
      archive: write(rpc.folder.archive),
      restore: write(rpc.folder.restore),
    },
    resource: {
      list: read(rpc.resource.list),
      get: read(rpc.resource.get),
      find: read(rpc.resource.find),
      create: write(rpc.resource.create),
      update: write(rpc.resource.update),
      move: write(rpc.resource.move),
      archive: write(rpc.resource.archive),
      restore: write(rpc.resource.restore),
    },
    version: {
      create: write(rpc.version.create),
      list: read(rpc.version.list),
      get: read(rpc.version.get),
      compare: read(rpc.version.compare),
      rows: read(rpc.version.rows),
      compareRows: read(rpc.version.compareRows),
      check: read(rpc.version.check),
    },
    release: {
      list: read(rpc.release.list),
      create: write(rpc.release.create),
      rollback: write(rpc.release.rollback),
    },
    delivery: {
      get: read(rpc.delivery.get),
      catalogue: read(rpc.delivery.catalogue),
      rows: read(rpc.delivery.rows),
    },
    upload: {
      open: write(rpc.upload.open),
      get: read(rpc.upload.get),
      append: write(rpc.upload.append),
      copy: write(rpc.upload.copy),
      discard: write(rpc.upload.discard),
    },
    request: {
      list: read(rpc.request.list),
      get: read(rpc.request.get),
      rows: read(rpc.request.rows),
      compareRows: read(rpc.request.compareRows),
      preview: read(rpc.request.preview),
      open: write(rpc.request.open),
      push: write(rpc.request.push),
      rebase: write(rpc.request.rebase),
      cancel: write(rpc.request.cancel),
      reject: write(rpc.request.reject),
      review: write(rpc.request.review),
      comment: write(rpc.request.comment),
      dismissReview: write(rpc.request.dismissReview),
      resolveComment: write(rpc.request.resolveComment),
      reportCheck: write(rpc.request.reportCheck),
      schedule: write(rpc.request.schedule),
      unschedule: write(rpc.request.unschedule),
      publish: write(rpc.request.publish),
    },
    treeRequest: {
      list: read(rpc.treeRequest.list),
      get: read(rpc.treeRequest.get),
      preview: read(rpc.treeRequest.preview),
      open: write(rpc.treeRequest.open),
      rebase: write(rpc.treeRequest.rebase),
      cancel: write(rpc.treeRequest.cancel),
      reject: write(rpc.treeRequest.reject),
      review: write(rpc.treeRequest.review),
      publish: write(rpc.treeRequest.publish),
    },
    policy: {
      list: read(rpc.policy.list),
      get: read(rpc.policy.get),
      trials: read(rpc.policy.trials),
      create: write(rpc.policy.create),
      update: write(rpc.policy.update),
      delete: write(rpc.policy.delete),
      approve: write(rpc.policy.approve),
      decide: write(rpc.policy.decide),
    },
    emergency: {
      list: read(rpc.emergency.list),
      get: read(rpc.emergency.get),
      releaseVersion: write(rpc.emergency.releaseVersion),
      releaseRequest: write(rpc.emergency.releaseRequest),
      review: write(rpc.emergency.review),
    },
    notification: {
      list: read(rpc.notification.list),
      read: write(rpc.notification.read),
    },
    audit: {
      list: read(rpc.audit.list),
      export: write(rpc.audit.export),
      verify: read(rpc.audit.verify),
    },
    search: {
      query: read(rpc.search.query),
    },
    home: {
      get: read(rpc.home.get),
    },
  };
}

/** How one call is sent. */
interface Manner {
  readonly effect: ProcedureEffect;
  readonly options: CallOptions | undefined;
}

interface RpcOptions {
  readonly context: { readonly manner: Manner };
}

interface Query<Input, Output> {
  query(input: Input, options: RpcOptions): Promise<Output>;
}

interface Mutation<Input, Output> {
  mutate(input: Input, options: RpcOptions): Promise<Output>;
}

function read<Input, Output>(procedure: Query<Input, Output>): Call<Input, Output> {
  return (input, options) => procedure.query(input, mannerOf("read", options));
}

function write<Input, Output>(procedure: Mutation<Input, Output>): Call<Input, Output> {
  return (input, options) => procedure.mutate(input, mannerOf("write", options));
}

function once<Input, Output>(procedure: Mutation<Input, Output>): Call<Input, Output> {
  return (input, options) => procedure.mutate(input, mannerOf("once", options));
}

function mannerOf(effect: ProcedureEffect, options: CallOptions | undefined): RpcOptions {
  return { context: { manner: { effect, options } } };
}

/**
 * What the RPC client would be, without the RPC client: any two names in a row are a procedure. Its type is what holds the
 * table above against the server's router.
 */
function createProcedures(send: Send, newId: () => string): ReturnType<typeof createTRPCClient<AppRouter>> {
  const call = (name: string, input: unknown, { context: { manner } }: RpcOptions): Promise<unknown> =>
    callProcedure(send, { name, input, newId, ...manner });
  const nouns = namesTo((noun) =>
    namesTo((verb) => {
      const ask = (input: unknown, options: RpcOptions): Promise<unknown> => call(`${noun}.${verb}`, input, options);
      return { query: ask, mutate: ask };
    }),
  );
  // Of what the RPC client offers, the table uses just this, and gives each call its manner.
  return nouns as ReturnType<typeof createTRPCClient<AppRouter>>;
}

/** An object in which every name leads to something. */
function namesTo<Value>(value: (name: string) => Value): object {
  return new Proxy({}, { get: (_, name) => value(String(name)) });
}
