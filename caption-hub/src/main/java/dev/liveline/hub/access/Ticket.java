package dev.liveline.hub.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/// The secret that a browser shows once. What it stands for lies in Redis under a digest of it, sealed with a key made from it: who can read
/// Redis can neither use a ticket nor read the token it was made with.
final class Ticket {

    private static final int SECRET_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private Ticket(byte[] secret) {
        this.secret = secret;
    }

    static Ticket fresh() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new Ticket(secret);
    }

    /// @return null for what can be no ticket
    static @Nullable Ticket parse(String text) {
        try {
            byte[] secret = text.length() > 64 ? new byte[0] : Base64.getUrlDecoder().decode(text);
            return secret.length == SECRET_BYTES ? new Ticket(secret) : null;
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    /// What the browser gets.
    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /// The key in Redis.
    String key() {
        return "liveline:ticket:" + HexFormat.of().formatHex(digest("key"), 0, 16);
    }

    /// Seals what the ticket stands for. The key is used once, so a constant nonce is a fresh one.
    byte[] seal(String content) {
        return cipher(Cipher.ENCRYPT_MODE, content.getBytes(StandardCharsets.UTF_8));
    }

    String open(byte[] sealed) {
        return new String(cipher(Cipher.DECRYPT_MODE, sealed), StandardCharsets.UTF_8);
    }

    private byte[] cipher(int mode, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = new byte[NONCE_BYTES];
            cipher.init(mode, new SecretKeySpec(digest("seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a ticket's content cannot be sealed or opened", broken);
        }
    }

    private byte[] digest(String purpose) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(purpose.getBytes(StandardCharsets.US_ASCII));
            return sha.digest(secret);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "Ticket[hidden]";
    }
}
