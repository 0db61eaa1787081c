package dev.liveline.transcript;

/// How much acknowledged work waits for Redis, and how much may. Used on one context only; read by gauges from anywhere.
final class Spool {

    private final int maxMessages;
    private final long maxBytes;
    private volatile int messages;
    private volatile long bytes;

    Spool(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /// @return false if it is full
    boolean take(long size) {
        if (messages >= maxMessages || bytes + size > maxBytes) {
            return false;
        }
        set(messages + 1, bytes + size);
        return true;
    }

    boolean hasRoom() {
        return messages < maxMessages && bytes < maxBytes;
    }

    void release(long size) {
        set(messages - 1, bytes - size);
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    private void set(int newMessages, long newBytes) {
        messages = newMessages;
        bytes = newBytes;
    }
}
