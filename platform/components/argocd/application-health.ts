/**
 * When an Application counts as healthy for the sync of its root, which begins a wave only then; Argo CD by
 * itself has no such check. What an Application says of itself is what its controller saw last: after a change it still
 * tells of the state before. So the gate stays shut until the controller has compared what is asked for now, and has
 * applied it.
 *
 * A sync that failed for good ends the root's, which is then tried again with the newest commit; waiting for it would
 * hold the root at the commit that failed, and its correction out. Where the correction takes back what nobody could apply,
 * no sync follows, and the failed one stays the last: it counts no more once all that is asked for is there, or a new cluster
 * would wait for ever. A hook that failed after the objects were applied, such as a smoke test, counts.
 *
 * What leaves holds nobody up: a sync that only waits for a person to confirm a prune has applied all that is asked for, so the
 * Applications of what leaves go before their namespace does. Argo CD runs this without Lua's library for strings.
 */
export const APPLICATION_HEALTH = `
-- Argo CD leaves out of its status what is false, empty or nothing.
local function blank(value)
  if value == nil or value == false or value == "" or value == 0 then return true end
  if type(value) ~= "table" then return false end
  for _, field in pairs(value) do
    if not blank(field) then return false end
  end
  return true
end

local function same(one, other)
  if type(one) ~= "table" or type(other) ~= "table" then
    return one == other or (blank(one) and blank(other))
  end
  for key, field in pairs(one) do
    if not same(field, other[key]) then return false end
  end
  for key, field in pairs(other) do
    if one[key] == nil and not blank(field) then return false end
  end
  return true
end

-- Whether what was compared or applied is what the Application asks for now.
local function current(record)
  local spec = obj.spec or {}
  if record == nil then return false end
  if record.destination ~= nil and not same(spec.destination, record.destination) then return false end
  if not blank(spec.sources) then return same(spec.sources, record.sources) end
  return same(spec.source, record.source) and blank(record.sources)
end

-- Whether an operation that failed has applied nothing of what it failed with.
local function refused(record)
  local found = false
  for _, result in pairs(record.resources or {}) do
    local isRefused = result.status == "SyncFailed" or result.syncPhase == "PreSync"
    if result.status == "SyncFailed" or result.hookPhase == "Failed" or result.hookPhase == "Error" then
      if not isRefused then return false end
      found = true
    end
  end
  return found
end

-- Whether an operation waits for a person to confirm what it prunes, and for nothing else that is asked for.
local function unconfirmed(operation, resources)
  local message = operation.message or ""
  local start, afterwards = "Waiting for pruning confirmation of ", "Waiting for pruning confirmation of!"
  if operation.phase ~= "Running" or message < start or message >= afterwards then return false end
  if not current(operation.syncResult) then return false end
  for _, resource in pairs(resources or {}) do
    if resource.status == "OutOfSync" and not resource.requiresPruning then return false end
  end
  return true
end

local function waiting(message)
  return { status = "Progressing", message = message }
end

local status = obj.status or {}
local sync = status.sync or {}
local operation = status.operationState or {}
local applied = operation.syncResult
if status.health == nil or blank(status.health.status) then return waiting("Waiting for the first comparison") end
if not current(sync.comparedTo) then return waiting("Waiting for a comparison with what is asked for now") end
if unconfirmed(operation, status.resources) then
  return { status = status.health.status, message = operation.message }
end
if obj.operation ~= nil then return waiting("Waiting for a sync that was asked for") end
if operation.phase == "Failed" or operation.phase == "Error" then
  if not current(applied) then return waiting("Waiting for the sync after one that failed") end
  if sync.status ~= "Synced" or not refused(applied) then
    return { status = "Degraded", message = operation.message or "The last sync failed" }
  end
elseif operation.phase ~= nil and operation.phase ~= "Succeeded" then
  return waiting("Waiting for the end of its sync")
end
local behind = sync.status ~= nil and sync.status ~= "Synced"
if behind and (operation.phase == nil or (applied ~= nil and not current(applied))) then
  return waiting("Waiting for the sync of what is asked for now")
end
return { status = status.health.status, message = status.health.message or "" }
`.trimStart();
