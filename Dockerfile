FROM oven/bun:1.4.5-slim
WORKDIR /app
COPY . .
RUN bun install --frozen-lockfile --production && mkdir .data && chown bun:bun .data
USER bun
ENV NODE_ENV=production BUN_JSC_gcMaxHeapSize=16777216 BUN_JSC_heapGrowthMaxIncrease=0.8 UV_THREADPOOL_SIZE=16
EXPOSE 3000
HEALTHCHECK CMD ["bun", "-e", "process.exit((await fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health')).ok ? 0 : 1)"]
CMD ["bun", "scripts/start.ts"]
