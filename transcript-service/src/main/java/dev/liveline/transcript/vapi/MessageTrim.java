package dev.liveline.transcript.vapi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Takes out of a server message what grows with the call, before it is parsed: the values of `artifact`, `messages` and their like become
/// `0`. What is taken out is only stepped over, eight bytes at a time within texts, and looked at for balance, not for form; so the cost of
/// reading a message is that of its few other members, however long the call has lasted.
///
/// Works on valid and invalid JSON alike: what it does not understand it leaves in place for the parser to refuse.
final class MessageTrim {

    /// Below this there is nothing worth taking out.
    private static final int SMALL = 4096;
    /// Members of `message`, and of its `call` and the like, that nobody here reads and that are, or may become, large.
    private static final List<byte[]> BULKY = List.of(bytes("artifact"), bytes("messages"), bytes("messagesOpenAIFormatted"),
            bytes("conversation"), bytes("assistant"), bytes("analysis"), bytes("costs"), bytes("compliance"));
    private static final int IN_MESSAGE = 2;
    private static final int IN_CALL = 3;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long QUOTES = 0x2222222222222222L;
    private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;
    /// `[`, `]`, `{` and `}` are alike in these bits.
    private static final long BRACKET_BITS = 0xd9d9d9d9d9d9d9d9L;
    private static final long BRACKETS = 0x5959595959595959L;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] body;
    private byte[] kept;
    private int length;
    private int at;

    private MessageTrim(byte[] body) {
        this.body = body;
        this.kept = new byte[SMALL];
    }

    /// The same message without its bulk; the very same bytes if it is small.
    static byte[] trim(byte[] body) {
        return body.length < SMALL ? body : new MessageTrim(body).trimmed();
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] trimmed() {
        int depth = 0;
        int copied = 0;
        while (at < body.length) {
            at = nextStructure(at);
            byte b = at < body.length ? body[at] : 0;
            if (b == '"') {
                int start = at + 1;
                endOfText();
                if ((depth == IN_MESSAGE || depth == IN_CALL) && isBulky(start, at - 1) && toValue()) {
                    copied = keep(copied, at);
                    skipValue();
                    copied = at;
                    put((byte) '0');
                }
            } else {
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                at++;
            }
        }
        keep(copied, body.length);
        return Arrays.copyOf(kept, length);
    }

    private int keep(int from, int to) {
        int end = Math.min(to, body.length);
        room(end - from);
        System.arraycopy(body, from, kept, length, end - from);
        length += end - from;
        return end;
    }

    private void put(byte b) {
        room(1);
        kept[length++] = b;
    }

    private void room(int more) {
        if (length + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(length + more, kept.length * 2));
        }
    }

    private boolean isBulky(int start, int end) {
        for (byte[] name : BULKY) {
            if (Arrays.equals(body, start, Math.max(start, end), name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    /// Steps over a colon to a value that is an object or an array; stays where it is if there is none.
    private boolean toValue() {
        int here = at;
        while (here < body.length && isSpace(body[here])) {
            here++;
        }
        if (here == body.length || body[here] != ':') {
            return false;
        }
        here++;
        while (here < body.length && isSpace(body[here])) {
            here++;
        }
        if (here < body.length && (body[here] == '{' || body[here] == '[')) {
            at = here;
            return true;
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void skipValue() {
        int depth = 0;
        while (at < body.length) {
            at = nextStructure(at);
            if (at == body.length) {
                // Never closed: so is the object around it, and the parser refuses that.
                return;
            }
            switch (body[at]) {
                case '"' -> endOfText();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    at++;
                    if (--depth == 0) {
                        return;
                    }
                }
                default -> at++;
            }
        }
    }

    /// From an opening quote to behind the closing one.
    private void endOfText() {
        int here = at + 1;
        while (here < body.length) {
            here = nextInText(here);
            if (here < body.length && body[here] == '"') {
                at = here + 1;
                return;
            }
            here += 2;
        }
        at = body.length;
    }

    /// The next quote or backslash, or the end.
    private int nextInText(int from) {
        int here = from;
        for (; here + Long.BYTES <= body.length; here += Long.BYTES) {
            long eight = (long) LONGS.get(body, here);
            long found = zeroBytes(eight ^ QUOTES) | zeroBytes(eight ^ BACKSLASHES);
            if (found != 0) {
                return here + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (here < body.length && body[here] != '"' && body[here] != '\\') {
            here++;
        }
        return here;
    }

    /// The next quote or bracket, or the end; may stop at a few letters that share the brackets' bits.
    private int nextStructure(int from) {
        int here = from;
        for (; here + Long.BYTES <= body.length; here += Long.BYTES) {
            long eight = (long) LONGS.get(body, here);
            long found = zeroBytes(eight ^ QUOTES) | zeroBytes(eight & BRACKET_BITS ^ BRACKETS);
            if (found != 0) {
                return here + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        return here;
    }

    /// The high bit of every byte that is zero; the lowest one set is exact, bytes above it may be wrong.
    private static long zeroBytes(long eight) {
        return eight - ONES & ~eight & HIGH_BITS;
    }
}
