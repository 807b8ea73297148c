import type { NotificationRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import type { Reading } from "../command/reading.ts";
import { visibleEmergency } from "../emergencies/emergency-reading.ts";
import { readSharedFacts } from "../releases/request-facts.ts";
import { seesRequest } from "../releases/request-reading.ts";
import { readRequest } from "../releases/request-store.ts";
import { readSchedule } from "../schedules/schedule-store.ts";
import { listNotifications as listRows, markRead } from "./notification-store.ts";

/** How many are shown; older ones are found where they lead to. */
const most = 50;

/** What the actor was told of, in words that say no more than he may see now. */
export async function listNotifications(reading: Reading): Promise<readonly NotificationRecord[]> {
  const rows = await listRows(reading.tx, reading.organizationId, reading.actor.principalId, most);
  if (rows.length === 0) return [];
  const shared = await readSharedFacts(reading);
  const records: NotificationRecord[] = [];
  for (const { id, type, subjectId, at, readAt } of rows) {
    if (type === "schedule-failed") {
      const failed = await failedSchedule(reading, subjectId);
      if (failed !== null) records.push({ id, type, at, readAt, ...failed });
      continue;
    }
    const emergency = await visibleEmergency(reading, subjectId, shared);
    if (emergency !== null) records.push({ id, type, at, readAt, emergency });
  }
  return records;
}

/** What became of a scheduled publication, where the actor sees its request. */
async function failedSchedule(
  reading: Reading,
  scheduleId: string,
): Promise<{
  readonly request: { readonly id: string; readonly number: number; readonly title: string };
  readonly publishAt: string;
  readonly why: string;
} | null> {
  const { tx, organizationId } = reading;
  const schedule = await readSchedule(tx, organizationId, scheduleId);
  const stored = schedule === null ? null : await readRequest(tx, organizationId, schedule.requestId);
  if (schedule === null || stored === null) return null;
  if (!seesRequest(reading, { ...stored, target: stored.request.target })) return null;
  const { title, number, request } = stored;
  return { request: { id: request.id, number, title }, publishAt: schedule.publishAt, why: schedule.failure ?? "" };
}

/** Marks notifications of the actor's own as read. */
export async function readNotifications(
  command: Command,
  input: { readonly notificationIds: readonly string[] },
): Promise<Record<never, never>> {
  await markRead(command.tx, command.organizationId, command.actor.principalId, input.notificationIds, command.now);
  return {};
}
