package dev.liveline.transcript.vapi;

final class MessageTrim {

    private MessageTrim() {}

    static byte[] trim(byte[] body) {
        return body;
    }
}
