resource "aws_vpc" "it" {
  cidr_block = "10.30.0.0/16"
  tags       = { Name = var.label }
}

resource "aws_subnet" "it" {
  vpc_id            = aws_vpc.it.id
  cidr_block        = "10.30.1.0/24"
  availability_zone = var.zone
  tags              = { Name = var.label }
}

resource "aws_internet_gateway" "it" {
  vpc_id = aws_vpc.it.id
  tags   = { Name = var.label }
}

resource "aws_route_table" "it" {
  vpc_id = aws_vpc.it.id
  tags   = { Name = var.label }
}

resource "aws_route" "it" {
  route_table_id         = aws_route_table.it.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.it.id
}

resource "aws_route_table_association" "it" {
  route_table_id = aws_route_table.it.id
  subnet_id      = aws_subnet.it.id
}
