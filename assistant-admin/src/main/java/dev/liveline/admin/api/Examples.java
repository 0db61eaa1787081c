package dev.liveline.admin.api;

/// The examples of the API's description.
final class Examples {

    static final String ASSISTANT = """
            {"name": "support", "firstMessage": "Thank you for calling. How can I help you?",
             "model": {"provider": "openai", "model": "gpt-4.1",
                       "messages": [{"role": "system", "content": "Answer in at most two short sentences."}]},
             "voice": {"provider": "11labs", "voiceId": "sarah", "model": "eleven_turbo_v2_5"},
             "transcriber": {"provider": "deepgram", "model": "nova-3"}}""";

    static final String PATCH = """
            {"firstMessage": "Good day. How can I help you?"}""";

    static final String FAULTY = """
            {"name": "support", "serverUrl": "https://line.example.com/webhook/vapi", "recordingEnabled": true,
             "voice": {"provider": "elevenlabs", "voiceId": "sarah", "optimizeStreamingLatency": true}}""";

    static final String NUMBER = """
            {"provider": "twilio", "number": "+15550100999", "name": "main line", "assistantId": "9d3a6a3e-0000-4000-8000-000000000001"}""";

    static final String FAULTY_NUMBER = """
            {"provider": "twilio", "number": "555 010 0999", "serverUrl": "https://line.example.com/webhook/vapi"}""";

    static final String MANIFEST = """
            assistants:
              - name: support
                preset: live-support
                model: {toolIds: [front-desk]}
            tools:
              - name: front-desk
                type: transferCall
                destinations: [{type: number, number: "+15550100777"}]
            phoneNumbers:
              - {name: main line, provider: twilio, number: "+15550100999", assistant: support}
            """;

    static final String ROLLBACK = """
            {"to": "20261122T194500Z-1a2b"}""";

    static final String BINDING = """
            {"number": "+15550100999", "mode": "bypass", "assistant": "support", "team": "bookings",
             "fallback": {"dial": ["+15550100777"], "voicemail": true}}""";

    private Examples() {}
}
