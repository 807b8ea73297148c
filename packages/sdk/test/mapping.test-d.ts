import type Anthropic from "@anthropic-ai/sdk";
import type { generateText, ModelMessage } from "ai";
import type OpenAI from "openai";
import { expectTypeOf } from "vitest";
import type { AiSdkPrompt } from "../src/mapping/ai-sdk.ts";
import type { AnthropicMessages } from "../src/mapping/anthropic.ts";
import type { OpenaiChat } from "../src/mapping/openai.ts";

// Each shape is what the package itself takes.
type ChatCompletion = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming;
expectTypeOf<OpenaiChat>().toExtend<Pick<ChatCompletion, "messages" | "tools">>();
expectTypeOf<OpenaiChat & { model: string }>().toExtend<ChatCompletion>();

type Message = Anthropic.MessageCreateParamsNonStreaming;
expectTypeOf<AnthropicMessages>().toExtend<Pick<Message, "messages" | "system" | "tools">>();
expectTypeOf<AnthropicMessages & { model: string; max_tokens: number }>().toExtend<Message>();

expectTypeOf<AiSdkPrompt["messages"]>().toExtend<ModelMessage[]>();
type GenerateText = Parameters<typeof generateText>[0];
expectTypeOf<AiSdkPrompt & Pick<GenerateText, "model">>().toExtend<GenerateText>();

// A package whose types are not found takes anything; these do not.
interface Wrong {
  messages: { role: "nobody"; content: string }[];
}
expectTypeOf<Wrong>().not.toExtend<Pick<ChatCompletion, "messages">>();
expectTypeOf<Wrong>().not.toExtend<Pick<Message, "messages">>();
expectTypeOf<Wrong["messages"]>().not.toExtend<ModelMessage[]>();
