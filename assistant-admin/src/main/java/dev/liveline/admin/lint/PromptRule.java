package dev.liveline.admin.lint;

import java.util.List;
import java.util.regex.Pattern;

/// What the assistant is told, and how much it may say: words that are spoken, not read.
public enum PromptRule implements Rule {

    // @formatter:off
    NAME_MISSING(Spec.advice(
            "An assistant has a `name`: manifests, logs and people refer to it by that.", "Vapi's dashboard",
            PromptRule::nameMissing)),
    MODEL_MISSING(Spec.warning(
            "An assistant has a `model`: without one Vapi uses its own default.", "Vapi's OpenAPI document",
            PromptRule::modelMissing)),
    PROMPT_MISSING(Spec.warning(
            "The model has a system message: without one it knows neither its task nor its limits.", "Vapi's docs: prompting",
            PromptRule::promptMissing)),
    PROMPT_LENGTH_GUIDANCE(Spec.advice(
            "The prompt says how long answers may be: nobody can skim what is spoken.", "Vapi's prompting guide",
            PromptRule::lengthGuidance)),
    PROMPT_LONG(Spec.advice(
            "The prompt is at most 12,000 characters: it is read again before every answer.",
            "time to first token grows with it", PromptRule::longPrompt)),
    PROMPT_FOR_READERS(Spec.advice(
            "The prompt asks for no Markdown, bullets, tables or emoji: a voice reads them out.", "Vapi's prompting guide",
            PromptRule::forReaders)),
    ANSWER_LONG(Spec.advice(
            "`model.maxTokens` is at most 500 (Vapi's default is 250): more than half a minute of speech.",
            "about 150 spoken words a minute", PromptRule::longAnswers)),
    TEMPERATURE_HIGH(Spec.advice(
            "`model.temperature` is at most 1: a support line does not improvise.", "models' documentation",
            PromptRule::temperature)),
    GREETING_MISSING(Spec.advice(
            "Whoever speaks first has something to say: `firstMessage`, or a `firstMessageMode` that waits or generates.",
            "Vapi's OpenAPI document: firstMessageMode", PromptRule::greeting)),
    DURATION_UNSET(Spec.advice(
            "`maxDurationSeconds` is set: Vapi cuts a call after 600 seconds, without a goodbye.",
            "Vapi's OpenAPI document: default 600", PromptRule::duration)),
    ESCALATION_MISSING(Spec.advice(
            "The model can call for a person: the `escalate_to_human` tool (a write through Liveline adds it).",
            "Liveline's built-in tool", PromptRule::escalation));
    // @formatter:on

    private static final Pattern LENGTH = Pattern.compile(
            "(?i)\\b(brief|briefly|short|concise|concisely|succinct|terse|sentences?|words?|one question|kurz|knapp|sätze|breve|court)\\b");
    private static final Pattern READERS = Pattern.compile(
            "(?i)\\b(use|with|in|as|include)\\s+(\\w+\\s+)?(markdown|bullet points?|bulleted lists?|tables?|emojis?|headings?)\\b");

    private final Spec spec;

    PromptRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> nameMissing(Subject subject) {
        return subject.text("/name").isBlank() ? List.of(Hit.at("", "It has no name.", "Add a name of at most 40 characters."))
                : List.of();
    }

    private static List<Hit> modelMissing(Subject subject) {
        return subject.has("/model") ? List.of()
                : List.of(Hit.at("", "It has no model, so Vapi's default answers, without instructions.",
                        "Add a model with a system message."));
    }

    private static List<Hit> promptMissing(Subject subject) {
        return !subject.has("/model") || !subject.prompt().isEmpty() || subject.text("/model/provider").equals("custom-llm")
                ? List.of()
                : List.of(Hit.at("/model", "The model has no instructions.",
                        "Add a message with the role system to model.messages."));
    }

    private static List<Hit> lengthGuidance(Subject subject) {
        return subject.prompt().isEmpty() || LENGTH.matcher(subject.prompt()).find() ? List.of()
                : List.of(Hit.at("/model/messages", "Nothing in the prompt limits how long an answer is.",
                        "Say it, for instance: answer in at most two short sentences."));
    }

    private static List<Hit> longPrompt(Subject subject) {
        return subject.prompt().length() <= 12_000 ? List.of()
                : List.of(Hit.at("/model/messages", "The model reads all of it before every answer.",
                        "Move knowledge into tools or files."));
    }

    private static List<Hit> forReaders(Subject subject) {
        return READERS.matcher(subject.prompt()).find()
                ? List.of(Hit.at("/model/messages", "The prompt asks for formatting, which a voice reads out.",
                        "Ask for plain spoken sentences."))
                : List.of();
    }

    private static List<Hit> longAnswers(Subject subject) {
        return subject.number("/model/maxTokens", 0) <= 500 ? List.of()
                : List.of(Hit.at("/model/maxTokens", "Answers may take more than half a minute to speak.", "Try 250."));
    }

    private static List<Hit> temperature(Subject subject) {
        return subject.number("/model/temperature", 0) <= 1 ? List.of()
                : List.of(Hit.at("/model/temperature", "Above 1 answers wander.", "Try 0.4."));
    }

    private static List<Hit> greeting(Subject subject) {
        boolean speaksFirst = subject.text("/firstMessageMode").isEmpty()
                || subject.text("/firstMessageMode").equals("assistant-speaks-first");
        return speaksFirst && subject.text("/firstMessage").isBlank()
                ? List.of(Hit.at("", "The assistant speaks first but has no firstMessage.",
                        "Add a firstMessage, or set firstMessageMode."))
                : List.of();
    }

    private static List<Hit> duration(Subject subject) {
        return subject.has("/maxDurationSeconds") ? List.of()
                : List.of(Hit.at("", "Vapi cuts the call after 10 minutes, without a goodbye.", "Set maxDurationSeconds."));
    }

    private static List<Hit> escalation(Subject subject) {
        if (!subject.has("/model") || subject.at("/model/toolIds").size() > 0) {
            return List.of();
        }
        for (var tool : subject.at("/model/tools")) {
            if (List.of("transferCall", "handoff").contains(tool.path("type").asText())
                    || tool.at("/function/name").asText().equals("escalate_to_human")) {
                return List.of();
            }
        }
        return List.of(Hit.at("/model", "The assistant has no way to call for a person.", "Add the escalate_to_human tool."));
    }
}
