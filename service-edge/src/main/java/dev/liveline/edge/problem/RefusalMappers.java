package dev.liveline.edge.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import org.jboss.logging.Logger;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;

/// Answers refusals of the security layer and failures of our own as problems.
public final class RefusalMappers {

    private static final Logger LOG = Logger.getLogger(RefusalMappers.class);

    private RefusalMappers() {}

    @Provider
    public static class NoToken implements ExceptionMapper<UnauthorizedException> {
        @Override
        public Response toResponse(UnauthorizedException refusal) {
            return ProblemMapper.answer(Problem.unauthorized());
        }
    }

    @Provider
    public static class BadToken implements ExceptionMapper<AuthenticationFailedException> {
        @Override
        public Response toResponse(AuthenticationFailedException refusal) {
            return ProblemMapper.answer(Problem.unauthorized());
        }
    }

    @Provider
    public static class NotAllowed implements ExceptionMapper<ForbiddenException> {
        @Override
        public Response toResponse(ForbiddenException refusal) {
            return ProblemMapper.answer(Problem.forbidden());
        }
    }

    /// A failure nobody foresaw: logged with its trace but without its words, which can quote what a caller said; answered with neither.
    @Provider
    public static class OurFault implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable failure) {
            LOG.error("unforeseen failure of a request", WordlessTrace.of(failure));
            return ProblemMapper.answer(Problem.of(500, "Something went wrong here; it was logged."));
        }
    }
}
