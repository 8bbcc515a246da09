# coldstart's own client of the Lambda Runtime API for Ruby, a custom runtime as any other.
#
# https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
require 'json'
require 'socket'

$stdout.sync = true
SECRET = ENV.delete('COLDSTART_ENVIRONMENT').to_s

# One kept HTTP/1.1 connection: net/http would cost every cold start tens of milliseconds.
class Connection
  def initialize
    @host, port = ENV.fetch('AWS_LAMBDA_RUNTIME_API').split(':')
    @socket = TCPSocket.new(@host, port.to_i)
    @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
  end

  def request(method, path, headers = {}, body = '')
    lines = ["#{method} /2018-06-01/runtime#{path} HTTP/1.1", "Host: #{@host}", "Coldstart-Environment: #{SECRET}"]
    lines += headers.map { |name, value| "#{name}: #{value}" }
    lines << "Content-Length: #{body.bytesize}" if method == 'POST'
    @socket.write("#{lines.join("\r\n")}\r\n\r\n#{body}")
    found = {}
    while (line = @socket.gets("\r\n")) && line != "\r\n"
      name, value = line.chomp.split(': ', 2)
      found[name.downcase] = value if value
    end
    # The API is gone: there is nobody left to serve.
    exit!(0) if line.nil?
    [found, @socket.read(found['content-length'].to_i)]
  rescue SystemCallError
    exit!(0)
  end
end

# What Lambda's own client hands to a handler.
class Context
  attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :client_context, :identity

  def initialize(headers)
    @aws_request_id = headers['lambda-runtime-aws-request-id']
    @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
    @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
  end

  def function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
  def function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
  def memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
  def log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
  def log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
  def get_remaining_time_in_millis = [deadline_ms - (Time.now.to_f * 1000).to_i, 0].max
end

def post_error(connection, path, error, stage)
  own = (error.backtrace || []).reject { |line| line.start_with?(__FILE__) }
  told = { errorMessage: error.message, errorType: "#{stage}<#{error.class}>", stackTrace: own }
  puts "[ERROR] #{told[:errorType]}: #{told[:errorMessage]}\n  #{own.join("\n  ")}"
  headers = { 'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => told[:errorType] }
  connection.request('POST', path, headers, JSON.generate(told))
end

# `app.handler`, or `app.Module::Class.method` as Lambda has it.
def load_handler
  file, owner, name = ENV.fetch('_HANDLER').match(/\A([^.]+)\.(?:(.+)\.)?([^.]+)\z/).captures
  require File.join(ENV.fetch('LAMBDA_TASK_ROOT'), file)
  owner ? Object.const_get(owner).method(name) : method(name)
end

connection = Connection.new
loading = Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond)
begin
  handler = load_handler
rescue Exception => e # rubocop:disable Lint/RescueException
  post_error(connection, '/init/error', e, 'Init')
  exit!(1)
end
loaded = Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond) - loading
stamps = { 'Coldstart-Load-Ms' => format('%.3f', loaded) }
loop do
  headers, body = connection.request('GET', '/invocation/next', stamps)
  stamps = {}
  context = Context.new(headers)
  ENV['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id']
  path = "/invocation/#{context.aws_request_id}"
  begin
    answer = JSON.generate(handler.call(event: JSON.parse(body), context: context))
  rescue StandardError, ScriptError, NoMemoryError => e
    post_error(connection, "#{path}/error", e, 'Function')
  else
    connection.request('POST', "#{path}/response", { 'Content-Type' => 'application/json' }, answer)
  end
end
