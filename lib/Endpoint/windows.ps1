# The health endpoint of a Windows VM: answers 200 if every check passes, else 503 with the names of
# those that fail. Runs with Windows PowerShell 5.1. One thread serves all clients: everything that
# can take time is a task, and the loop below advances those that are finished. Without -Install it
# serves. Kept short: a command of cmd.exe has at most 8191 characters.
param([switch]$Install)
$ErrorActionPreference = 'Stop'
$config = Get-Content -Raw "$PSScriptRoot/config.json" | ConvertFrom-Json
Add-Type -AssemblyName System.Net.Http
$handler = New-Object Net.Http.HttpClientHandler
$handler.UseProxy = $false
$handler.AllowAutoRedirect = $false
$http = New-Object Net.Http.HttpClient $handler
$http.DefaultRequestHeaders.ConnectionClose = $true
[Net.ServicePointManager]::DefaultConnectionLimit = 99

if ($Install) {
  # The task scheduler does not restart a task whose program ended with an error, so a second
  # trigger starts it every minute; it has no effect while the task runs. S-1-5-19 is LOCAL SERVICE.
  $minute = New-TimeSpan -Minutes 1
  $task = @{
    TaskName = 'azcl-health'
    Action = New-ScheduledTaskAction "$PSHOME\powershell.exe" "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$PSCommandPath`""
    Trigger = (New-ScheduledTaskTrigger -AtStartup), (New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval $minute)
    Principal = New-ScheduledTaskPrincipal S-1-5-19 -LogonType ServiceAccount
    Settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit 0 -RestartCount 99 -RestartInterval $minute -Priority 5
  }
  Stop-ScheduledTask azcl-health -ErrorAction Ignore
  Remove-NetFirewallRule azcl-health -ErrorAction Ignore
  $null = New-NetFirewallRule -Name azcl-health -DisplayName azcl-health -Protocol TCP -LocalPort $config.port
  $null = Register-ScheduledTask -Force @task
  Start-ScheduledTask azcl-health
  foreach ($i in 1..30) {
    Start-Sleep 1
    try { if ("$($http.GetAsync("http://127.0.0.1:$($config.port)/").Result.Headers.Server)" -eq 'azcl-health') { exit 0 } } catch { }
  }
  throw "azcl-health does not answer on port $($config.port)"
}

$clock = [Diagnostics.Stopwatch]::StartNew()
$space = [RunspaceFactory]::CreateRunspace()
$space.Open()
# The first question loads the module of Get-Service.
$shell = [PowerShell]::Create()
$shell.Runspace = $space
$null = $shell.AddScript({ try { Get-Service azcl-health -ErrorAction Ignore } catch { } }).Invoke()
$asked = $null
$round = $null
$clients = New-Object Collections.ArrayList
$listener = [Net.Sockets.TcpListener]::Create($config.port)
$listener.ExclusiveAddressUse = $true
$listener.Start(128)

# A round of checks: tasks by the name of their check. A check passes if one of its tasks does.
function Start-Round {
  $all = @{}
  foreach ($port in $config.ports) {
    $all["port $port"] = foreach ($ip in '127.0.0.1', '::1') {
      $client = New-Object Net.Sockets.TcpClient ([Net.IPAddress]$ip).AddressFamily
      @{ client = $client; task = $client.ConnectAsync($ip, $port) }
    }
  }
  foreach ($url in $config.urls) {
    $all["url $url"] = @{ task = $(try { $http.GetAsync($url, 'ResponseHeadersRead') } catch { }) }
  }
  # The service control manager can be slow. While a question is open, no other is asked.
  if ($config.services -and -not $asked) {
    $script:asked = @{ shell = [PowerShell]::Create() }
    $asked.shell.Runspace = $space
    $null = $asked.shell.AddScript({
      foreach ($name in $args) { if ($name -match '[*?[\]]' -or "$((Get-Service $name -ErrorAction Ignore).Status)" -ne 'Running') { $name } }
    })
    foreach ($name in $config.services) { $null = $asked.shell.AddArgument($name) }
    $asked.result = $asked.shell.BeginInvoke()
  }
  @{ all = $all; end = $clock.ElapsedMilliseconds + 1000 * $config.timeout }
}

function Test-Passed($part) {
  $part.task.Status -eq 'RanToCompletion' -and ($part.client -or [int]$part.task.Result.StatusCode -eq 200)
}

# Sets the text of the answer when all checks have a result, or at the end of the time.
function Complete-Round {
  $late = $clock.ElapsedMilliseconds -gt $round.end
  if ($asked -and $asked.result.IsCompleted) {
    $down = try { @($asked.shell.EndInvoke($asked.result)) } catch { $config.services }
    $asked.shell.Dispose()
    $script:asked = $null
    $round.down = $down
  }
  $known = -not $config.services -or $round.ContainsKey('down')
  $bad = @(if ($known) { $round.down } else { $config.services }) -ne $null -replace '^', 'service '
  foreach ($name in $round.all.Keys) {
    $parts = @($round.all[$name])
    # Before the next question, because a task can end in between.
    $open = @($parts | Where-Object { $_.task -and -not $_.task.IsCompleted })
    if (-not @($parts | Where-Object { Test-Passed $_ })) {
      $bad += $name
      if ($open) { $known = $false }
    }
  }
  if (-not $known -and -not $late) { return }
  foreach ($part in $round.all.Values | ForEach-Object { $_ }) {
    if ($part.client) { $part.client.Close() }
    elseif ($part.task.Status -eq 'RanToCompletion') { $part.task.Result.Dispose() }
  }
  if ($bad -or -not ($config.services -or $round.all.Count)) { "failing: $($bad -join ', ')`n" } else { "healthy`n" }
}

function Send-Answer($client, $status, $text) {
  $head = "HTTP/1.1 $status`r`nServer: azcl-health`r`nContent-Type: text/plain`r`nContent-Length: $($text.Length)`r`nCache-Control: no-store`r`nAllow: GET, HEAD`r`nConnection: close`r`n`r`n"
  $bytes = [Text.Encoding]::ASCII.GetBytes($head + $(if ($client.method -ne 'HEAD') { $text }))
  $client.task = $client.stream.WriteAsync($bytes, 0, $bytes.Length)
  $client.state = 'sent'
}

# Advances a client whose task is finished. False when it is done.
function Step-Client($client) {
  if ($clock.ElapsedMilliseconds -gt $client.end) { return $false }
  if (-not $client.task.IsCompleted) { return $true }
  if ($client.state -eq 'sent') { return $false }
  $count = $client.task.Result
  if (-not $count) { return $false }
  $client.text += [Text.Encoding]::ASCII.GetString($client.buffer, 0, $count)
  if ($client.text -notmatch '\n\r?\n' -and $client.text.Length -le 8192) {
    $client.task = $client.stream.ReadAsync($client.buffer, 0, 4096)
  } elseif ($client.text -cnotmatch '\A([A-Z]+) (/[!-~]*) HTTP/1\.[01]\r?\n') {
    Send-Answer $client '400 Bad Request' "bad request`n"
  } else {
    $client.method = $Matches[1]
    if ($client.method -notin 'GET', 'HEAD') { Send-Answer $client '405 Method Not Allowed' "only GET and HEAD`n" }
    elseif ($config.path -cnotin $Matches[2], $Matches[2].Split('?')[0]) { Send-Answer $client '404 Not Found' "not found`n" }
    else { $client.state = 'waits' }
  }
  $true
}

$accept = $listener.AcceptTcpClientAsync()
while ($true) {
  $tasks = @($accept) + @($clients | Where-Object { $_.state -ne 'waits' } | ForEach-Object { $_.task })
  $null = [Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]$tasks, $(if ($clients.Count) { 20 } else { -1 }))
  while ($accept.IsCompleted) {
    try {
      $tcp = $accept.Result
      $stream = $tcp.GetStream()
      $buffer = New-Object byte[] 4096
      if ($clients.Count -ge 256) { $tcp.Close() }
      else { $null = $clients.Add(@{ tcp = $tcp; stream = $stream; buffer = $buffer; text = ''; task = $stream.ReadAsync($buffer, 0, 4096); state = 'reads'; end = $clock.ElapsedMilliseconds + 5000 }) }
    } catch { }
    $accept = $listener.AcceptTcpClientAsync()
  }
  foreach ($client in @($clients | Where-Object { $_.state -ne 'waits' })) {
    $more = try { Step-Client $client } catch { $false }
    if (-not $more) {
      $client.tcp.Close()
      $clients.Remove($client)
    }
  }
  # Requests that arrive while the checks run share their result.
  $waiting = @($clients | Where-Object { $_.state -eq 'waits' })
  if ($waiting -and -not $round) { $round = Start-Round }
  if ($round -and ($text = Complete-Round)) {
    $round = $null
    foreach ($client in $waiting) {
      $client.end = $clock.ElapsedMilliseconds + 5000
      try { Send-Answer $client $(if ($text -eq "healthy`n") { '200 OK' } else { '503 Service Unavailable' }) $text } catch { $client.state = 'sent' }
    }
  }
}
