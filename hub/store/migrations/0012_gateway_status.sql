-- Nothing ever read it: what people see of a gateway is what it says on its `state` topic (`gateways.state`).
DROP TABLE gateway_status;
